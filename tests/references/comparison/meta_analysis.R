# R 4.2.2, metafor 3.8-1, metadat 1.2-0, jsonlite 1.8.4
# Rscript meta_analysis.R > meta_analysis.json
suppressMessages({library(metafor); library(metadat)})
set.seed(20261122)

row <- function(x) list(
  k = x$k, b = c(x$beta), se = x$se, statistic = x$zval, p = x$pval,
  ci_low = x$ci.lb, ci_high = x$ci.ub, tau2 = x$tau2, se_tau2 = x$se.tau2,
  I2 = x$I2, H2 = x$H2, QE = x$QE, QEp = x$QEp, QM = x$QM, QMp = x$QMp,
  R2 = if (is.null(x$R2)) NA else x$R2)

prediction <- function(x) { p <- predict(x); c(p$pi.lb, p$pi.ub) }

full <- function(yi, vi) {
  methods <- c("EE", "DL", "REML", "ML", "PM", "HE", "SJ", "EB", "HS")
  tight <- list(tol = 1e-12, threshold = 1e-12, maxiter = 10000)
  fits <- lapply(methods, function(m) {
    # the Paule-Mandel root as metafor's defaults find it, to 1.2e-4
    if (m == "PM") tight <- list()
    plain <- rma(yi, vi, method = m, control = tight)
    knha <- rma(yi, vi, method = m, test = "knha", control = tight)
    adhoc <- suppressWarnings(rma(yi, vi, method = m, test = "adhoc", control = tight))
    list(z = c(row(plain), list(pi = prediction(plain))),
         knha = c(row(knha), list(pi = prediction(knha))),
         adhoc = c(row(adhoc), list(pi = prediction(adhoc))))
  })
  names(fits) <- methods
  reml <- rma(yi, vi)
  profile <- confint(reml, type = "PL", control = list(tol = 1e-12))$random
  qprofile <- confint(reml, type = "QP", control = list(tol = 1e-12))$random
  filled <- trimfill(reml)
  influence_of <- influence(reml)$inf
  list(yi = yi, vi = vi, methods = fits,
       confint_pl = unname(apply(profile[, 2:3], 1, c, simplify = FALSE)),
       confint_qp = unname(apply(qprofile[, 2:3], 1, c, simplify = FALSE)),
       loo = { l <- leave1out(reml); list(estimate = l$estimate, se = l$se, p = l$pval, ci_low = l$ci.lb, ci_high = l$ci.ub, Q = l$Q, tau2 = l$tau2, I2 = l$I2) },
       egger = { e <- regtest(reml); list(statistic = e$zval, p = e$pval, est = e$est, ci_low = e$ci.lb, ci_high = e$ci.ub) },
       egger_lm = { e <- regtest(reml, model = "lm"); list(statistic = e$zval, p = e$pval, df = e$ddf, est = e$est, ci_low = e$ci.lb, ci_high = e$ci.ub) },
       peese_lm = { e <- regtest(reml, model = "lm", predictor = "vi"); list(statistic = e$zval, p = e$pval, est = e$est, ci_low = e$ci.lb, ci_high = e$ci.ub) },
       ranktest = { e <- ranktest(reml); list(tau = unname(e$tau), p = e$pval) },
       trimfill = list(k0 = filled$k0, side = filled$side, b = c(filled$beta), ci = c(filled$ci.lb, filled$ci.ub), tau2 = filled$tau2),
       trimfill_r0 = { f <- trimfill(reml, estimator = "R0"); list(k0 = f$k0, b = c(f$beta)) },
       fsn = fsn(yi, vi)$fsnum,
       weights = unname(weights(reml)),
       rstudent = influence_of$rstudent, dffits = influence_of$dffits,
       cooks = influence_of$cook.d, hat = influence_of$hat)
}

moderated <- function(yi, vi, mods, test, method) {
  x <- rma(yi, vi, mods = mods, test = test, method = method,
           control = list(threshold = 1e-12, maxiter = 10000))
  row(x)
}

simulated <- function(k, tau, shift) {
  n <- sample(20:200, k); vi <- round(1 / (n - 3), 8)
  list(yi = round(rnorm(k, shift, sqrt(vi + tau^2)), 8), vi = vi)
}
small <- simulated(5, .3, .2); none <- simulated(8, 0, .3); large <- simulated(30, .25, -.1)
none$yi <- round(none$yi * .3 + .2, 8)
bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
ablat <- cbind(ablat = dat.bcg$ablat, year = dat.bcg$year)
alloc <- model.matrix(~ alloc, dat.bcg)[, -1]
arms <- list(m1 = c(5.2, 4.1, 6.3, 3.3), sd1 = c(1.2, .8, 2.1, 1.5), n1 = c(20, 35, 12, 60),
             m2 = c(4.6, 4.2, 5.0, 2.9), sd2 = c(1.0, 1.6, 1.1, 1.4), n2 = c(25, 30, 15, 41))
tables <- list(ai = c(4, 0, 30, 12), bi = c(119, 20, 15, 8), ci = c(11, 3, 22, 10), di = c(128, 18, 25, 10))
correlations <- list(ri = c(.1, -.35, .62, 0), ni = c(40, 25, 110, 12))
shares <- list(xi = c(3, 0, 25, 40), ni = c(20, 15, 60, 41))
groups <- function(m) { e <- escalc(measure = m, m1i = arms$m1, sd1i = arms$sd1, n1i = arms$n1, m2i = arms$m2, sd2i = arms$sd2, n2i = arms$n2); list(yi = c(e$yi), vi = e$vi) }
crossed <- function(m) { e <- escalc(measure = m, ai = tables$ai, bi = tables$bi, ci = tables$ci, di = tables$di); list(yi = c(e$yi), vi = e$vi) }
correlated <- function(m) { e <- escalc(measure = m, ri = correlations$ri, ni = correlations$ni); list(yi = c(e$yi), vi = e$vi) }
shared <- function(m) { e <- escalc(measure = m, xi = shares$xi, ni = shares$ni); list(yi = c(e$yi), vi = e$vi) }

out <- list(
  cases = list(bcg = full(c(bcg$yi), bcg$vi), small = full(small$yi, small$vi),
               homogeneous = full(none$yi, none$vi), large = full(large$yi, large$vi)),
  moderators = list(
    ablat = ablat, alloc = unname(alloc),
    ablat_z = moderated(c(bcg$yi), bcg$vi, ablat, "z", "REML"),
    ablat_knha = moderated(c(bcg$yi), bcg$vi, ablat, "knha", "REML"),
    alloc_z_dl = moderated(c(bcg$yi), bcg$vi, alloc, "z", "DL"),
    alloc_knha_pm = moderated(c(bcg$yi), bcg$vi, alloc, "knha", "EB"),
    alloc_ee = moderated(c(bcg$yi), bcg$vi, alloc, "z", "EE")),
  arms = arms, tables = tables, correlations = correlations, shares = shares,
  effects = c(
    sapply(c("MD", "SMD", "SMDH", "ROM"), groups, simplify = FALSE),
    sapply(c("RR", "OR", "RD"), crossed, simplify = FALSE),
    sapply(c("COR", "UCOR", "ZCOR"), correlated, simplify = FALSE),
    sapply(c("PR", "PLO", "PAS"), shared, simplify = FALSE)))
cat(jsonlite::toJSON(out, digits = NA, auto_unbox = TRUE, na = "null", null = "null"), "\n")
