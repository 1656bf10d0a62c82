# R 4.2.2, MASS 7.3-58.2, nnet 7.3-18, survival 3.5-3, AER 1.2-10, sandwich 3.0-2, pROC 1.18.0
# Rscript families.R > families.json
# Simulated answers with one missing value; each family against R's own fit.
suppressMessages({library(MASS); library(nnet); library(survival); library(AER)
  library(sandwich); library(pROC); library(jsonlite)})
set.seed(906)
n <- 300
x <- round(rnorm(n, 4, 1.3), 2); w <- rbinom(n, 1, .5); age <- round(runif(n, 18, 70))
sex <- sample(c("female", "male", "other"), n, TRUE, c(.5, .4, .1))
x[7] <- NA
eta <- -1 + .4 * ifelse(is.na(x), 4, x) - .5 * w + .01 * age
buy <- rbinom(n, 1, plogis(eta - 1.2))
told <- rnbinom(n, mu = exp(eta - .4), size = 1.4)
tied <- rpois(n, exp(.5 * eta))
grade <- cut(eta + rlogis(n), c(-Inf, -.5, .5, 1.5, Inf), labels = FALSE)
choice <- apply(cbind(0, .3 * eta, -.5 + .6 * eta) - log(-log(matrix(runif(3 * n), n))), 1, which.max)
ask <- pmax(0, round(40 * (eta - .8) + rnorm(n, sd = 60), 1))
capped <- pmin(ask, 120)
data <- data.frame(x, w, age, sex, buy, told, tied, grade, choice, ask, capped)
d <- na.omit(data)
d$sex <- factor(d$sex)
d$xc <- d$x - mean(d$x); d$wc <- d$w - mean(d$w)
rhs <- "xc + wc + age + sex + xc:wc"
f <- function(y) as.formula(paste(y, "~", rhs))
kinds <- c("HC0", "HC1", "HC2", "HC3", "HC4")
se_of <- function(v) unname(sqrt(diag(v)))
glm_case <- function(fit) list(term = names(coef(fit)), est = unname(coef(fit)),
  se = se_of(vcov(fit)), loglik = as.numeric(logLik(fit)), aic = AIC(fit), bic = BIC(fit),
  hc = setNames(lapply(kinds, function(k) se_of(vcovHC(fit, type = k))), kinds))
control <- glm.control(epsilon = 1e-14, maxit = 100)
logit <- glm(f("buy"), binomial, d, control = control)
p <- fitted(logit)
# Hosmer-Lemeshow by its definition: events expected in tenths of probability
cuts <- cut(p, unique(quantile(p, 0:10 / 10)), include.lowest = TRUE)
o <- tapply(d$buy, cuts, sum); e <- tapply(p, cuts, sum); m <- tapply(p, cuts, length)
hl <- sum((o - e)^2 / (e * (1 - e / m)))
curve <- roc(d$buy, p, quiet = TRUE)
# average marginal effects by moving each column a little, errors by the delta method
ame <- function(name) {
  X <- model.matrix(logit); h <- 1e-5
  value <- function(b) {
    up <- d; down <- d; up[[name]] <- up[[name]] + h; down[[name]] <- down[[name]] - h
    mean((plogis(model.matrix(delete.response(terms(logit)), up) %*% b) -
          plogis(model.matrix(delete.response(terms(logit)), down) %*% b)) / (2 * h))
  }
  b <- coef(logit)
  g <- sapply(seq_along(b), function(k) { s <- replace(0 * b, k, 1e-4)
    (value(b + s) - value(b - s)) / 2e-4 })
  c(value(b), sqrt(g %*% vcov(logit) %*% g))
}
poisson <- glm(f("tied"), poisson, d, control = control)
nb <- glm.nb(f("told"), d, control = glm.control(epsilon = 1e-14, maxit = 200))
order_fit <- polr(as.formula(paste("factor(grade) ~", rhs)), d, Hess = TRUE,
                  control = list(reltol = 1e-16, maxit = 1000))
multi <- multinom(as.formula(paste("factor(choice) ~", rhs)), d, Hess = TRUE, trace = FALSE,
                  reltol = 1e-16, maxit = 2000)
tob <- survreg(as.formula(paste("Surv(ask, ask > 0, type = 'left') ~", rhs)), d,
               dist = "gaussian", control = survreg.control(rel.tolerance = 1e-12, maxiter = 100))
both <- tobit(f("capped"), left = 0, right = 120, data = d,
              control = survreg.control(rel.tolerance = 1e-12, maxiter = 100))
# the parts keep the centres of all complete rows
positive <- d[d$ask > 0, ]
amount <- lm(as.formula(paste("log(ask) ~", rhs)), positive)
gam <- glm(as.formula(paste("ask ~", rhs)), Gamma("log"), positive, control = control)
some <- glm(as.formula(paste("I(ask > 0) ~", rhs)), binomial, d, control = control)
survreg_case <- function(fit) list(term = names(coef(fit)), est = unname(coef(fit)),
  se = se_of(vcov(fit))[seq_along(coef(fit))], sigma = fit$scale,
  log_sigma_se = rev(se_of(vcov(fit)))[1], loglik = as.numeric(fit$loglik[2]),
  loglik_null = as.numeric(fit$loglik[1]))
cat(toJSON(list(
  software = "R 4.2.2", data = data,
  logistic = c(glm_case(logit), list(null = as.numeric(logLik(glm(buy ~ 1, binomial, d))),
    hl = hl, hl_p = pchisq(hl, 8, lower.tail = FALSE), auc = as.numeric(auc(curve)),
    auc_ci = as.numeric(ci.auc(curve)), ame_xc = ame("xc"), ame_age = ame("age"))),
  poisson = glm_case(poisson),
  negative_binomial = list(term = names(coef(nb)), est = unname(coef(nb)), se = se_of(vcov(nb)),
    theta = nb$theta, theta_se = nb$SE.theta, loglik = as.numeric(logLik(nb)), aic = AIC(nb)),
  ordinal = list(term = names(coef(order_fit)), est = unname(coef(order_fit)),
    thresholds = unname(order_fit$zeta), se = se_of(vcov(order_fit)),
    loglik = as.numeric(logLik(order_fit)), aic = AIC(order_fit)),
  multinomial = list(est = unname(coef(multi)), term = colnames(coef(multi)),
    se = unname(summary(multi)$standard.errors), loglik = as.numeric(logLik(multi)), aic = AIC(multi)),
  tobit = survreg_case(tob), tobit_both = survreg_case(both),
  two_part = list(any = glm_case(some), amount = list(est = unname(coef(amount)),
    se = se_of(vcov(amount)), hc3 = se_of(vcovHC(amount)), loglik = as.numeric(logLik(amount))),
    gamma = list(est = unname(coef(gam)), se = se_of(vcov(gam)), hc0 = se_of(vcovHC(gam, "HC0")))),
  end = TRUE
), auto_unbox = TRUE, digits = 15, na = "null"))
cat("\n")
