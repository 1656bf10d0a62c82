# R 4.2.2, car 3.1-1, lmtest 0.9-40, sandwich 3.0-2, lme4 1.1-31, jsonlite 1.8.4
# Rscript surfaces_and_shares.R > surfaces_and_shares.json
suppressMessages({library(car); library(lmtest); library(sandwich); library(lme4); library(jsonlite)})
set.seed(77)
n <- 160
x <- sample(1:7, n, TRUE); y <- pmin(7, pmax(1, x + sample(-2:2, n, TRUE)))
age <- round(rnorm(n, 40, 12))
z <- round(6 - .15 * (x - 4)^2 + .12 * (x - 4) * (y - 3) - .2 * (y - 4)^2 + .01 * age + rnorm(n), 2)
p1 <- round(rnorm(n), 3); p2 <- round(.6 * p1 + rnorm(n), 3); p3 <- round(.3 * p2 + rnorm(n), 3)
p4 <- round(rnorm(n), 3)
o <- round(.5 * p1 + .4 * p2 + .2 * p3 + rnorm(n), 3)
d <- data.frame(x, y, z, age, p1, p2, p3, p4, o)

# the surface, centred at the scale's midpoint 4
d$a <- d$x - 4; d$b <- d$y - 4
s <- lm(z ~ a + b + I(a^2) + I(a * b) + I(b^2) + age, d)
v <- vcovHC(s, "HC3")[2:6, 2:6]; b <- unname(coef(s)[2:6])
shape <- list(
  a1 = function(b) b[1] + b[2], a2 = function(b) b[3] + b[4] + b[5],
  a3 = function(b) b[1] - b[2], a4 = function(b) b[3] - b[4] + b[5], a5 = function(b) b[3] - b[5],
  x0 = function(b) (b[2] * b[4] - 2 * b[1] * b[5]) / (4 * b[3] * b[5] - b[4]^2),
  y0 = function(b) (b[1] * b[4] - 2 * b[2] * b[3]) / (4 * b[3] * b[5] - b[4]^2))
# principal axes from the eigenvectors of the quadratic form, not from the formula
axis_slope <- function(b, which) {
  e <- eigen(matrix(c(b[3], b[4] / 2, b[4] / 2, b[5]), 2))$vectors
  slopes <- e[2, ] / e[1, ]
  # the first axis is the one of least downward curvature
  slopes[which]
}
shape$p11 <- function(b) axis_slope(b, 1); shape$p21 <- function(b) axis_slope(b, 2)
shape$p10 <- function(b) shape$y0(b) - shape$p11(b) * shape$x0(b)
shape$p20 <- function(b) shape$y0(b) - shape$p21(b) * shape$x0(b)
delta <- function(f) {
  g <- sapply(1:5, function(k) { h <- replace(rep(0, 5), k, 1e-5); (f(b + h) - f(b - h)) / 2e-5 })
  c(f(b), sqrt(drop(g %*% v %*% g)))
}
rival <- function(f) { m <- lm(f, d); a <- anova(m, s); list(r2 = summary(m)$r.squared,
  f = a$F[2], df1 = a$Df[2], p = a$`Pr(>F)`[2]) }
rivals <- list(
  linear = rival(z ~ a + b + age), interaction = rival(z ~ a + b + I(a * b) + age),
  difference = rival(z ~ I(a - b) + age), squared_difference = rival(z ~ I((a - b)^2) + age),
  x_only = rival(z ~ a + I(a^2) + age), y_only = rival(z ~ b + I(b^2) + age))
wald <- function(h) linearHypothesis(s, h, vcov. = vcovHC(s, "HC3"))$F[2]
rivals$difference$robust <- wald(c("a + b = 0", "I(a^2) = 0", "I(a * b) = 0", "I(b^2) = 0"))
rivals$squared_difference$robust <- wald(c("a = 0", "b = 0", "I(a^2) - I(b^2) = 0", "2*I(a^2) + I(a * b) = 0"))
rivals$linear$robust <- wald(c("I(a^2) = 0", "I(a * b) = 0", "I(b^2) = 0"))

# LMG by averaging over all orders in which predictors can enter
perms <- function(v) if (length(v) < 2) list(v) else
  do.call(c, lapply(seq_along(v), function(k) lapply(perms(v[-k]), function(r) c(v[k], r))))
r2 <- function(names, always = NULL) {
  all <- c(always, names); if (!length(all)) return(0)
  summary(lm(reformulate(all, "o"), d))$r.squared
}
lmg <- function(names, always = NULL) {
  orders <- perms(names)
  total <- setNames(rep(0, length(names)), names)
  for (order in orders) for (k in seq_along(order))
    total[order[k]] <- total[order[k]] + r2(order[1:k], always) - r2(order[seq_len(k - 1)], always)
  total / length(orders)
}
predictors <- c("p1", "p2", "p3", "p4")
# Johnson's weights through the singular value decomposition of the data
X <- scale(d[predictors]); u <- svd(X)
Z <- u$u %*% t(u$v) * sqrt(n - 1)
lambda <- crossprod(Z, X) / (n - 1); beta <- crossprod(Z, scale(d$o)) / (n - 1)
weights <- drop(t(lambda)^2 %*% beta^2)
conditional <- t(sapply(predictors, function(name) sapply(0:3, function(size) {
  sets <- combn(setdiff(predictors, name), size, simplify = FALSE)
  mean(sapply(sets, function(q) r2(c(q, name)) - r2(q))) })))

# diagnostics and blocks
m1 <- lm(o ~ p1 + p2, d); m2 <- lm(o ~ p1 + p2 + p3 + p4, d); m3 <- lm(o ~ p1 * p2 + p3 + p4, d)
step <- anova(m1, m2); bp <- bptest(m2); sw <- shapiro.test(resid(m2))

# a sequence: four occasions in 60 customers, two groups
k <- 60; id <- rep(seq_len(k), each = 4); time <- rep(0:3, k); group <- rep(rbinom(k, 1, .5), each = 4)
u0 <- rnorm(k, 0, 1); u1 <- rnorm(k, 0, .3)
sat <- round(5 + u0[id] + (.2 + u1[id] - .3 * group) * time + rnorm(4 * k, sd = .7), 3)
long <- data.frame(id, time, group, sat); long$sat[c(9, 31)] <- NA
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5))
mixed <- lapply(c(TRUE, FALSE), function(reml) {
  m <- lmer(sat ~ time * group + (time | id), long, REML = reml, control = control)
  i <- lmer(sat ~ time * group + (1 | id), long, REML = reml, control = control)
  one <- function(f) list(est = unname(fixef(f)), se = unname(sqrt(diag(as.matrix(vcov(f))))),
    vc = as.data.frame(VarCorr(f))$vcov, loglik = as.numeric(logLik(f)), aic = AIC(f), bic = BIC(f))
  list(slope = one(m), intercept = one(i)) })
cat(toJSON(list(software = "R 4.2.2", data = d[c("x", "y", "z", "age", predictors, "o")],
  surface = list(est = unname(coef(s)), se = unname(sqrt(diag(vcovHC(s, "HC3")))),
    shape = lapply(shape, delta), rivals = rivals, r2 = summary(s)$r.squared),
  lmg = as.list(lmg(predictors)), lmg_after_p4 = as.list(lmg(c("p1", "p2", "p3"), "p4")),
  weights = as.list(setNames(weights, predictors)), conditional = conditional,
  diagnostics = list(vif = as.list(vif(m2)), cooks = unname(cooks.distance(m2)),
    leverage = unname(hatvalues(m2)), rstudent = unname(rstudent(m2)), rstandard = unname(rstandard(m2)),
    bp = c(unname(bp$statistic), bp$parameter, bp$p.value), dw = sum(diff(resid(m2))^2) / sum(resid(m2)^2),
    shapiro = c(unname(sw$statistic), sw$p.value), press = sum((resid(m2) / (1 - hatvalues(m2)))^2)),
  blocks = list(r2 = c(summary(m1)$r.squared, summary(m2)$r.squared, summary(m3)$r.squared),
    f = step$F[2], p = step$`Pr(>F)`[2],
    robust = linearHypothesis(m2, c("p3 = 0", "p4 = 0"), vcov. = vcovHC(m2, "HC3"))$F[2],
    f3 = anova(m2, m3)$F[2]),
  long = long, mixed = list(reml = mixed[[1]], ml = mixed[[2]])
), auto_unbox = TRUE, digits = 15, na = "null"))
cat("\n")
