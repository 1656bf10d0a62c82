# R 4.2.2, sandwich 3.0-2, jsonlite 1.8.4
# Rscript linear.R > linear.json
# Simulated answers: outcome, predictor, moderator, and two covariates.
suppressMessages({library(sandwich); library(jsonlite)})
set.seed(471)
n <- 80
sta <- round(runif(n, 1, 7)); con <- round(runif(n, 1, 7))
age <- round(rnorm(n, 38, 11)); sex <- sample(c("female", "male", "other"), n, TRUE)
rsat <- 6 - .2 * sta - .1 * con - .12 * (sta - 4) * (con - 4) +
  rnorm(n, sd = .5 + .15 * sta)
con[c(5, 40)] <- NA

data <- data.frame(rsat, sta, con, age, sex)
d <- na.omit(data)
d$s <- d$sta - mean(d$sta); d$c <- d$con - mean(d$con)
fit <- lm(rsat ~ s + c + age + sex + s:c, data = d)
kinds <- c("const", "HC0", "HC1", "HC2", "HC3", "HC4")
table <- function(kind) {
  v <- vcovHC(fit, type = kind); se <- sqrt(diag(v)); t <- coef(fit) / se
  half <- qt(.975, fit$df.residual) * se
  list(term = names(coef(fit)), est = unname(coef(fit)), se = unname(se),
       statistic = unname(t), p = unname(2 * pt(-abs(t), fit$df.residual)),
       ci_low = unname(coef(fit) - half), ci_high = unname(coef(fit) + half))
}
tables <- setNames(lapply(kinds, table), kinds)

# simple slopes by moving the zero of the moderator, not by the formula
slope_at <- function(value) {
  moved <- lm(rsat ~ s * I(con - value) + age + sex,
              data = cbind(d, value = value))
  se <- sqrt(diag(vcovHC(moved, type = "HC3")))["s"]
  list(value = value, slope = unname(coef(moved)["s"]), se = unname(se),
       p = unname(2 * pt(-abs(coef(moved)["s"] / se), moved$df.residual)))
}
values <- mean(d$con) + c(-1, 0, 1) * sd(d$con)
# Johnson-Neyman bounds by root search on p - .05
edge <- function(low, high)
  uniroot(function(w) slope_at(w)$p - .05, c(low, high), tol = 1e-10)$root

wald <- function(kind) {
  v <- vcovHC(fit, type = kind)[-1, -1]; b <- coef(fit)[-1]
  as.numeric(b %*% solve(v, b)) / length(b)
}
z <- function(x) (x - mean(x)) / sd(x)
standard <- lm(z(rsat) ~ z(sta) * z(con) + age + sex, data = d)
cat(toJSON(list(
  software = "R 4.2.2, sandwich 3.0-2",
  data = data, tables = tables,
  r2 = summary(fit)$r.squared, adj_r2 = summary(fit)$adj.r.squared,
  sigma = summary(fit)$sigma, f = unname(summary(fit)$fstatistic[1]),
  f_hc3 = wald("HC3"), df1 = unname(summary(fit)$fstatistic[2]), df2 = fit$df.residual,
  aic = AIC(fit), bic = BIC(fit), loglik = as.numeric(logLik(fit)),
  simple_slopes = lapply(values, slope_at),
  johnson_neyman = c(edge(values[1] - 3, values[2]), edge(values[2], values[3] + 6)),
  std = list(sta = unname(coef(standard)["z(sta)"]), con = unname(coef(standard)["z(con)"]),
             product = unname(coef(standard)["z(sta):z(con)"]))
), auto_unbox = TRUE, digits = 15, pretty = FALSE, na = "null"))
cat("\n")
