# R 4.2.2, emmeans 1.8.4.1, multcomp 1.4-22, mvtnorm 1.1-3, BayesFactor 0.9.12-4.4,
# effectsize 0.8.3, sandwich 3.0-2, lmtest 0.9-40, jsonlite 1.8.4
# Rscript comparisons.R > comparisons.json
# Four groups with unequal sizes and spreads, pairs, covariates; all simulated.
suppressMessages({
  library(emmeans); library(multcomp); library(BayesFactor); library(effectsize)
  library(sandwich); library(lmtest); library(jsonlite)
})
set.seed(20240917)
clip <- function(x) pmin(pmax(round(x), 1), 7)
sizes <- c(none = 41, poor = 18, middling = 27, excellent = 33)
group <- factor(rep(names(sizes), sizes), levels = names(sizes))
score <- clip(rnorm(sum(sizes), c(5.0, 3.6, 4.5, 5.4)[group], c(1.0, 1.7, 1.4, 1.2)[group]))
age <- round(rnorm(sum(sizes), 40, 11))
region <- factor(sample(c("north", "south", "west"), sum(sizes), replace = TRUE))
before <- clip(rnorm(38, 4.6, 1.2)); after <- clip(.6 * before + rnorm(38, 2.3, 1.1))
data <- data.frame(score, group, age, region)
level <- .90
rows <- function(x) as.data.frame(x)
ci <- function(test) as.numeric(test$conf.int)

# contrasts --------------------------------------------------------------
pooled <- emmeans(lm(score ~ group, data), "group")
weights <- list(excellent_none = c(-1, 0, 0, 1), treated_none = c(-1, 1/3, 1/3, 1/3),
                linear = c(0, -1, 0, 1))
contrast_pooled <- summary(contrast(pooled, weights), infer = TRUE, level = level)
welch_contrast <- function(w) {
  m <- tapply(score, group, mean); v <- tapply(score, group, var) / sizes
  est <- sum(w * m); se <- sqrt(sum(w^2 * v))
  df <- se^4 / sum((w^2 * v)^2 / (sizes - 1))
  list(est = est, se = se, df = df, p = 2 * pt(-abs(est / se), df))
}
oneway <- function(y) oneway.test(y ~ group, var.equal = FALSE)

# Dunnett ----------------------------------------------------------------
set.seed(1)
fit <- aov(score ~ group, data)
dunnett <- function(side) {
  test <- glht(fit, linfct = mcp(group = "Dunnett"), alternative = side)
  s <- summary(test, test = adjusted("single-step", maxpts = 5e6, abseps = 1e-7))
  i <- confint(test, level = .95, calpha = adjusted_calpha(maxpts = 5e6, abseps = 1e-7))$confint
  list(est = as.numeric(s$test$coefficients), se = as.numeric(s$test$sigma),
       t = as.numeric(s$test$tstat), p = as.numeric(s$test$pvalues),
       low = as.numeric(i[, "lwr"]), high = as.numeric(i[, "upr"]))
}
hetero <- function() {       # Hasler & Hothorn (2008): own df for each comparison
  m <- tapply(score, group, mean); v <- tapply(score, group, var) / sizes
  d <- m[-1] - m[1]; se <- sqrt(v[-1] + v[1])
  df <- se^4 / (v[-1]^2 / (sizes[-1] - 1) + v[1]^2 / (sizes[1] - 1))
  lambda <- sqrt(v[1] / (v[-1] + v[1])); corr <- outer(lambda, lambda); diag(corr) <- 1
  t <- d / se
  # pmvt takes whole degrees of freedom, so the chi is integrated here
  inside <- function(c, nu) integrate(Vectorize(function(s) {
    z <- function(z) dnorm(z) * sapply(z, function(z1) prod(
      pnorm((c * s + lambda * z1) / sqrt(1 - lambda^2)) -
      pnorm((-c * s + lambda * z1) / sqrt(1 - lambda^2))))
    integrate(z, -9, 9, rel.tol = 1e-10)$value *
      exp(log(2) + nu / 2 * log(nu / 2) - lgamma(nu / 2) + (nu - 1) * log(s) - nu * s^2 / 2)
  }), 0, Inf, rel.tol = 1e-8)$value
  p <- sapply(seq_along(t), function(i) 1 - inside(abs(t[i]), df[i]))
  list(est = as.numeric(d), se = as.numeric(se), df = as.numeric(df), p = p)
}

# paired and one sample ----------------------------------------------------
paired <- t.test(after, before, paired = TRUE, conf.level = level)
dz <- as.list(cohens_d(after, before, paired = TRUE, ci = .95))
gz <- as.list(hedges_g(after, before, paired = TRUE, ci = .95))
single <- t.test(score, mu = 4, conf.level = level)
tost <- function(x, delta, mu = 0) list(
  t_lower = unname(t.test(x, mu = mu - delta, alternative = "greater")$statistic),
  p_lower = t.test(x, mu = mu - delta, alternative = "greater")$p.value,
  t_upper = unname(t.test(x, mu = mu + delta, alternative = "less")$statistic),
  p_upper = t.test(x, mu = mu + delta, alternative = "less")$p.value,
  minimal = t.test(x, mu = mu + delta, alternative = "greater")$p.value)
signed <- function(a) { w <- wilcox.test(after, before, paired = TRUE, exact = FALSE,
  correct = TRUE, alternative = a); list(V = unname(w$statistic), p = w$p.value) }

treated <- score[group == "excellent"]; control <- score[group == "none"]
student_tost <- list(
  p_lower = t.test(treated, control, mu = -.5, alternative = "greater", var.equal = TRUE)$p.value,
  p_upper = t.test(treated, control, mu = .5, alternative = "less", var.equal = TRUE)$p.value)
bf <- function(x, r, interval = NULL) extractBF(
  ttestBF(x, mu = 0, rscale = r, nullInterval = interval), onlybf = TRUE)[1]

# Cliff's delta: Feng & Cliff (2004), unbiased variance, t quantile ---------
cliff <- local({
  d <- sign(outer(treated, control, "-")); n1 <- nrow(d); n2 <- ncol(d); m <- mean(d)
  var <- (n2^2 * sum((rowMeans(d) - m)^2) + n1^2 * sum((colMeans(d) - m)^2) -
          sum((d - m)^2)) / (n1 * n2 * (n1 - 1) * (n2 - 1))
  z <- qt(.95, n1 + n2 - 2)
  ends <- (m - m^3 + c(-1, 1) * z * sqrt(var) * sqrt((1 - m^2)^2 + z^2 * var)) /
          (1 - m^2 + z^2 * var)
  list(est = m, var = var, low = ends[1], high = ends[2])
})

# shares ---------------------------------------------------------------------
top <- c(sum(treated >= 6), sum(control >= 6)); of <- c(length(treated), length(control))
wilson <- function(x, n) ci(prop.test(x, n, correct = FALSE))
both <- table(after >= 6, before >= 6)

# ANCOVA -----------------------------------------------------------------------
ancova <- lm(score ~ group + age + region, data)
adjusted_means <- function(v) list(
  means = rows(summary(emmeans(ancova, "group", vcov. = v), level = level)),
  against = rows(summary(contrast(emmeans(ancova, "group", vcov. = v), "trt.vs.ctrl1"),
                         adjust = "none", infer = TRUE, level = level)))
kinds <- c("HC0", "HC1", "HC2", "HC3", "HC4")
full <- lm(score ~ group * (age + region), data)
slopes <- anova(ancova, full)
wald <- waldtest(ancova, full, vcov = function(m) vcovHC(m, "HC3"))

# difference in differences ---------------------------------------------------
n <- 60; who <- rep(c("control", "treated"), c(35, 25))
pre <- clip(rnorm(n, 4.5 + .3 * (who == "treated"), 1.1))
post <- clip(.5 * pre + 2.2 + .5 * (who == "treated") + rnorm(n, 0, 1))
change <- t.test((post - pre)[who == "treated"], (post - pre)[who == "control"])
long <- data.frame(y = c(pre, post), time = rep(0:1, each = n), g = rep(who == "treated", 2),
                   id = rep(seq_len(n), 2))
did <- lm(y ~ g * time, long)
cluster <- sqrt(diag(vcovCL(did, ~ id, type = "HC1")))["gTRUE:time"]
lord <- lm(post ~ pre + I(who == "treated"))

# correlations -------------------------------------------------------------------
ct <- function(m) { t <- suppressWarnings(cor.test(before, after, method = m, exact = FALSE))
  list(est = unname(t$estimate), p = t$p.value, statistic = unname(t$statistic)) }

cat(toJSON(list(
  software = "R 4.2.2, emmeans 1.8.4.1, multcomp 1.4-22, BayesFactor 0.9.12-4.4, effectsize 0.8.3, sandwich 3.0-2",
  score = score, group = as.character(group), age = age, region = as.character(region),
  before = before, after = after,
  contrast_pooled = rows(contrast_pooled), contrast_welch = lapply(weights, welch_contrast),
  dunnett = list(two.sided = dunnett("two.sided"), greater = dunnett("greater"), less = dunnett("less")),
  dunnett_unequal = hetero(),
  paired = list(t = unname(paired$statistic), df = unname(paired$parameter), p = paired$p.value, ci = ci(paired)),
  dz = dz, gz = gz,
  single = list(t = unname(single$statistic), p = single$p.value, est = unname(single$estimate), ci = ci(single)),
  tost_paired = tost(after - before, .4), tost_single = tost(score, .4, 4), tost_student = student_tost,
  signed_rank = list(two.sided = signed("two.sided"), greater = signed("greater")),
  rank_biserial_paired = as.list(rank_biserial(after, before, paired = TRUE, ci = .95)),
  bayes_paired = lapply(c(.5, sqrt(2) / 2, 1), function(r) list(r = r, two_sided = bf(after - before, r),
    greater = bf(after - before, r, c(0, Inf)), less = bf(after - before, r, c(-Inf, 0)))),
  d_average = as.list(cohens_d(treated, control, pooled_sd = FALSE, ci = .95)),
  g_average = as.list(hedges_g(treated, control, pooled_sd = FALSE, ci = .95)),
  glass = as.list(glass_delta(treated, control, ci = .95)), cliff = cliff,
  shares = list(top = top, of = of, wilson = lapply(1:2, function(i) wilson(top[i], of[i])),
    pearson = prop.test(top, of, correct = FALSE)$p.value,
    fisher = fisher.test(rbind(top, of - top))$p.value,
    fisher_greater = fisher.test(rbind(top, of - top), alternative = "greater")$p.value,
    binomial = binom.test(top[1], of[1], .3)$p.value,
    binomial_greater = binom.test(top[1], of[1], .3, alternative = "greater")$p.value,
    exact = ci(binom.test(top[1], of[1], .3)),
    paired_table = as.numeric(both), mcnemar = mcnemar.test(both, correct = FALSE)$p.value,
    mcnemar_exact = binom.test(both[2, 1], both[2, 1] + both[1, 2])$p.value),
  ancova = c(list(classic = adjusted_means(vcov(ancova))),
    setNames(lapply(kinds, function(k) adjusted_means(vcovHC(ancova, k))), kinds)),
  slopes = list(f = slopes$F[2], df1 = slopes$Df[2], df2 = slopes$Res.Df[2], p = slopes$`Pr(>F)`[2],
                f_hc3 = wald$F[2], p_hc3 = wald$`Pr(>F)`[2]),
  did = list(pre = pre, post = post, who = who, est = unname(diff(rev(change$estimate))),
    se = change$stderr, df = unname(change$parameter), p = change$p.value, cluster_se = unname(cluster),
    ancova = unname(coef(lord)[3]), ancova_se = unname(sqrt(diag(vcovHC(lord, "HC3")))[3])),
  correlation = list(pearson = c(ct("pearson"), list(ci = ci(cor.test(before, after)))),
    spearman = ct("spearman"), kendall = ct("kendall"),
    bf10 = lapply(c(1/3, 1/sqrt(27), sqrt(3)/3), function(r) list(r = r,
      bf10 = extractBF(correlationBF(before, after, rscale = r), onlybf = TRUE)[1])))
), auto_unbox = TRUE, digits = 15, pretty = TRUE))
cat("\n")
