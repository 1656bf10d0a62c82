# R 4.2.2, effectsize 0.8.3, BayesFactor 0.9.12-4.4, sandwich 3.0-2, jsonlite 1.8.4
# Rscript two_groups.R > two_groups.json
# Two groups with unequal sizes and variances, a numeric and a text covariate.
suppressMessages({
  library(effectsize); library(BayesFactor); library(sandwich); library(jsonlite)
})
set.seed(20240611)
clip <- function(x) pmin(pmax(round(x), 1), 7)
treated <- clip(rnorm(34, 5.1, 1.5))
control <- clip(rnorm(57, 4.4, 1.1))
age <- round(rnorm(91, 40, 12))
region <- sample(c("north", "south", "west"), 91, replace = TRUE)

welch <- function(alternative, level)
  t.test(treated, control, alternative = alternative, conf.level = level)
parts <- function(test) list(
  statistic = unname(test$statistic), df = unname(test$parameter),
  p = test$p.value, ci = as.numeric(test$conf.int), se = unname(test$stderr))
g <- function(level) as.list(hedges_g(treated, control, ci = level))
student <- t.test(treated, control, var.equal = TRUE)

delta <- 0.4
lower <- t.test(treated, control, mu = -delta, alternative = "greater")
upper <- t.test(treated, control, mu = delta, alternative = "less")
minimal <- t.test(treated, control, mu = delta, alternative = "greater")

bf <- function(r, interval = NULL) extractBF(
  ttestBF(treated, control, rscale = r, nullInterval = interval), onlybf = TRUE)[1]
mw <- function(alternative) wilcox.test(
  treated, control, alternative = alternative, exact = FALSE, correct = TRUE)
superior <- function(x, y) mean(outer(x, y, ">")) + mean(outer(x, y, "==")) / 2

score <- c(treated, control); group <- rep(c(1, 0), c(34, 57))
ancova <- lm(score ~ group + age + region)
hc3 <- sqrt(diag(vcovHC(ancova, type = "HC3")))["group"]
shares <- prop.test(c(sum(treated >= 6), sum(control >= 6)), c(34, 57),
                    correct = FALSE, alternative = "greater")

cat(toJSON(list(
  software = "R 4.2.2, effectsize 0.8.3, BayesFactor 0.9.12-4.4, sandwich 3.0-2",
  treated = treated, control = control, age = age, region = region,
  welch_two_sided_95 = parts(welch("two.sided", .95)),
  welch_two_sided_90 = parts(welch("two.sided", .90)),
  p_greater = welch("greater", .95)$p.value, p_less = welch("less", .95)$p.value,
  student = parts(student),
  hedges_g_90 = g(.90), hedges_g_95 = g(.95),
  delta = delta,
  tost = list(t_lower = unname(lower$statistic), p_lower = lower$p.value,
              t_upper = unname(upper$statistic), p_upper = upper$p.value,
              p_minimal = minimal$p.value),
  bayes = lapply(c(.5, sqrt(2) / 2, 1), function(r) list(
    r = r, two_sided = bf(r), greater = bf(r, c(0, Inf)), less = bf(r, c(-Inf, 0)))),
  mann_whitney = list(U = unname(mw("greater")$statistic), p_greater = mw("greater")$p.value,
                      p_two_sided = mw("two.sided")$p.value),
  superiority = superior(treated, control),
  ancova = list(est = unname(coef(ancova)["group"]), se = unname(hc3), df = ancova$df.residual),
  top_box = list(top = 6, z = unname(sqrt(shares$statistic)), p_greater = shares$p.value)
), auto_unbox = TRUE, digits = 15, pretty = TRUE))
cat("\n")
