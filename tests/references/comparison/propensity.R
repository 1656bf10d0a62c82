# R 4.2.2, numDeriv 2016.8-1.1, jsonlite 1.8.4
# Rscript propensity.R > propensity.json
# Propensity weighting by glm(); errors by stacking the estimating functions
# of the model and of both weighted means (Stefanski & Boos, 2002).
suppressMessages({library(numDeriv); library(jsonlite)})
set.seed(31)
n <- 400
age <- round(rnorm(n, 40, 12)); female <- rbinom(n, 1, .5)
region <- sample(c("east", "north", "south"), n, TRUE, c(.5, .3, .2))
treated <- rbinom(n, 1, plogis(-1 + .03 * (age - 40) + .5 * female - .6 * (region == "north")))
score <- round(5 + .04 * (age - 40) + .3 * female + .5 * (region == "south") + .4 * treated + rnorm(n), 2)
data <- data.frame(score, treated, age, female, region)

solve_for <- function(formula, estimand) {
  X <- model.matrix(formula, data); y <- data$score; t <- data$treated
  fit <- glm(update(formula, treated ~ .), binomial, data, control = list(epsilon = 1e-14, maxit = 100))
  weigh <- function(e) switch(estimand,
    att = ifelse(t == 1, 1, e / (1 - e)),
    ate = ifelse(t == 1, 1 / e, 1 / (1 - e)),
    overlap = ifelse(t == 1, 1 - e, e))
  e <- fitted(fit); w <- weigh(e)
  m1 <- weighted.mean(y[t == 1], w[t == 1]); m0 <- weighted.mean(y[t == 0], w[t == 0])
  psi <- function(theta) {
    b <- theta[seq_len(ncol(X))]; mu <- theta[ncol(X) + 1:2]
    e <- plogis(drop(X %*% b)); w <- weigh(e)
    cbind(X * (t - e), w * t * (y - mu[1]), w * (1 - t) * (y - mu[2]))
  }
  theta <- c(coef(fit), m1, m0)
  A <- jacobian(function(v) colMeans(psi(v)), theta); B <- crossprod(psi(theta)) / n
  V <- solve(A) %*% B %*% t(solve(A)) / n; last <- ncol(X) + 1:2
  se <- sqrt(V[last[1], last[1]] + V[last[2], last[2]] - 2 * V[last[1], last[2]])
  lm1 <- lm(update(formula, score ~ .), data, subset = treated == 1)
  lm0 <- lm(update(formula, score ~ .), data, subset = treated == 0)
  f1 <- predict(lm1, data); f0 <- predict(lm0, data)
  robust <- if (estimand == "ate") {
    parts <- f1 - f0 + t * (y - f1) / e - (1 - t) * (y - f0) / (1 - e)
    c(mean(parts), sd(parts) / sqrt(n) * sqrt((n - 1) / n))
  } else if (estimand == "att") {
    parts <- (t - (1 - t) * e / (1 - e)) * (y - f0) / mean(t)
    c(mean(parts), sqrt(sum((parts - t * mean(parts) / mean(t))^2)) / n)
  } else c(NA, NA)
  cols <- cbind(age = data$age, female = data$female, model.matrix(~ region - 1, data))
  smd <- function(x, u) {
    sd <- if (estimand == "att") sd(x[t == 1]) else sqrt((var(x[t == 1]) + var(x[t == 0])) / 2)
    (weighted.mean(x[t == 1], u[t == 1]) - weighted.mean(x[t == 0], u[t == 0])) / sd
  }
  wvar <- function(x, u) cov.wt(cbind(x), u / sum(u))$cov[1]
  list(coef = unname(coef(fit)), est = m1 - m0, se = se, dr_est = robust[1], dr_se = robust[2],
       ess = c(sum(w[t == 1])^2 / sum(w[t == 1]^2), sum(w[t == 0])^2 / sum(w[t == 0]^2)),
       smd_before = unname(apply(cols, 2, smd, rep(1, n))), smd_after = unname(apply(cols, 2, smd, w)),
       age_ratio_before = var(age[t == 1]) / var(age[t == 0]),
       age_ratio_after = wvar(age[t == 1], w[t == 1]) / wvar(age[t == 0], w[t == 0]))
}
main <- ~ age + female + region
more <- ~ age + female + region + age:female + I(age^2)
out <- list(data = as.list(data),
  main = sapply(c("att", "ate", "overlap"), function(e) solve_for(main, e), simplify = FALSE),
  more = sapply(c("att", "ate", "overlap"), function(e) solve_for(more, e), simplify = FALSE))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null"), "\n")
