# R 4.2.2, emmeans 1.8.4.1, multcomp 1.4-22, BayesFactor 0.9.12-4.4,
# effectsize 0.8.3, sandwich 3.0-2, jsonlite 1.8.4
# Rscript survey_comparisons.R FOLDER > survey_comparisons.json
# FOLDER holds acsi2015.csv, sleepstudy.csv and mtcars.csv; results only, no rows.
suppressMessages({
  library(emmeans); library(multcomp); library(BayesFactor); library(effectsize)
  library(sandwich); library(jsonlite)
})
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, name))
rows <- function(x) as.data.frame(x)
dunnett <- function(fit, factor, side) {
  set.seed(1)
  test <- do.call(glht, list(fit, linfct = do.call(mcp, setNames(list("Dunnett"), factor)),
                             alternative = side))
  s <- summary(test)$test; i <- confint(test, level = .95)$confint
  list(est = as.numeric(s$coefficients), se = as.numeric(s$sigma), p = as.numeric(s$pvalues),
       low = as.numeric(i[, "lwr"]), high = as.numeric(i[, "upr"]))
}
adjusted_means <- function(fit, by, kind) {
  v <- if (kind == "classic") vcov(fit) else vcovHC(fit, kind)
  e <- emmeans(fit, by, vcov. = v)
  list(means = rows(summary(e, level = .95)),
       against = rows(summary(contrast(e, "trt.vs.ctrl1"), adjust = "none", infer = TRUE, level = .95)))
}
bf <- function(..., interval = NULL) extractBF(ttestBF(..., nullInterval = interval), onlybf = TRUE)[1]
scales <- c(.5, sqrt(2) / 2, 1)

# mtcars: three groups
cars <- read("mtcars.csv"); cars$cyl <- factor(cars$cyl); cars$gear <- factor(cars$gear)
car_fit <- aov(mpg ~ cyl, cars)
car_ancova <- lm(mpg ~ cyl + wt + gear + am, cars)
slope <- anova(lm(mpg ~ cyl + wt, cars), lm(mpg ~ cyl * wt, cars))
mt <- list(
  linear = rows(summary(contrast(emmeans(car_fit, "cyl"), list(linear = c(1, 0, -1), fours = c(1, -.5, -.5))),
                        infer = TRUE, level = .95)),
  dunnett = lapply(c(two.sided = "two.sided", greater = "greater", less = "less"),
                   function(a) dunnett(car_fit, "cyl", a)),
  ancova = lapply(c(classic = "classic", HC0 = "HC0", HC3 = "HC3", HC4 = "HC4"),
                  function(k) adjusted_means(car_ancova, "cyl", k)),
  slopes = list(f = slope$F[2], p = slope$`Pr(>F)`[2]))

# sleepstudy: day 9 against day 0 of the same drivers
sleep <- read("sleepstudy.csv")
d0 <- sleep$Reaction[sleep$Days == 0]; d9 <- sleep$Reaction[sleep$Days == 9]
t <- t.test(d9, d0, paired = TRUE)
sl <- list(t = unname(t$statistic), p = t$p.value, ci = as.numeric(t$conf.int),
  dz = as.list(cohens_d(d9, d0, paired = TRUE)), gz = as.list(hedges_g(d9, d0, paired = TRUE)),
  wilcoxon = { w <- wilcox.test(d9, d0, paired = TRUE, exact = FALSE); list(V = unname(w$statistic), p = w$p.value) },
  bf = lapply(scales, function(r) list(r = r, two_sided = bf(d9 - d0, rscale = r),
    greater = bf(d9 - d0, rscale = r, interval = c(0, Inf)))),
  minimal = t.test(d9, d0, paired = TRUE, mu = 50, alternative = "greater")$p.value)

# acsi2015: no complaint against three levels of handling
a <- read("acsi2015.csv")
a$cell <- factor(ifelse(a$COMP == 0, "no_complaint", ifelse(a$HANDLE >= 9, "excellent",
                 ifelse(a$HANDLE >= 5, "middling", "poor"))),
                 levels = c("no_complaint", "poor", "middling", "excellent"))
acsi <- function(y) {
  d <- a[!is.na(a$cell) & !is.na(a[[y]]), ]; d$y <- d[[y]]
  fit <- aov(y ~ cell, d)
  x <- d$y[d$cell == "excellent"]; z <- d$y[d$cell == "no_complaint"]
  d2 <- d[complete.cases(d[, c("AGE", "GENDER", "EDUCAT", "INDUSTRY")]), ]
  d2$EDUCAT <- factor(d2$EDUCAT); d2$INDUSTRY <- factor(d2$INDUSTRY)
  ancova <- lm(y ~ cell + AGE + GENDER + EDUCAT + INDUSTRY, d2)
  top <- c(sum(x >= 9), sum(z >= 9)); of <- c(length(x), length(z))
  list(dunnett = dunnett(fit, "cell", "two.sided"), greater = dunnett(fit, "cell", "greater"),
    contrast = rows(summary(contrast(emmeans(fit, "cell"), list(c(0, -.5, -.5, 1))), infer = TRUE, level = .90)),
    n_ancova = nrow(d2), ancova = lapply(c(classic = "classic", HC3 = "HC3", HC4 = "HC4"),
                                         function(k) adjusted_means(ancova, "cell", k)),
    bf = lapply(scales, function(r) list(r = r, two_sided = bf(x, z, rscale = r),
      greater = bf(x, z, rscale = r, interval = c(0, Inf)))),
    bf_one = lapply(scales, function(r) list(r = r, two_sided = bf(x, mu = 8, rscale = r))),
    g_average = as.list(hedges_g(x, z, pooled_sd = FALSE)), glass = as.list(glass_delta(x, z)),
    share = prop.test(top, of, correct = FALSE)$p.value,
    student_tost = max(t.test(x, z, mu = -.5, var.equal = TRUE, alternative = "greater")$p.value,
                       t.test(x, z, mu = .5, var.equal = TRUE, alternative = "less")$p.value),
    one_sample = t.test(x, mu = 8)$p.value)
}
cat(toJSON(list(
  software = "R 4.2.2, emmeans 1.8.4.1, multcomp 1.4-22, BayesFactor 0.9.12-4.4, effectsize 0.8.3, sandwich 3.0-2",
  mtcars = mt, sleepstudy = sl, SATIS = acsi("SATIS"), REPUR = acsi("REPUR")
), auto_unbox = TRUE, digits = 15, pretty = TRUE))
cat("\n")
