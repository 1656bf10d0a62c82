# Estimators, groups and constraints: lavaan's figures for the tests.
# R 4.2.2, lavaan 0.6-14, jsonlite. Run: Rscript lavaan_estimators.R > lavaan_estimators.json
# Data: HolzingerSwineford1939, PoliticalDemocracy and Demo.growth, as lavaan ships them.
suppressMessages({library(lavaan); library(jsonlite)})
HS <- HolzingerSwineford1939; PD <- PoliticalDemocracy
hs <- 'visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9'
mimic <- paste0(hs, '\nvisual ~ sex + ageyr\ntextual ~ visual + sex\nspeed ~ textual + ageyr')
pd <- 'ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8\ndem60 ~ ind60\ndem65 ~ ind60 + dem60\ny1 ~~ y5\ny2 ~~ y4 + y6\ny3 ~~ y7\ny4 ~~ y8\ny6 ~~ y8'
path <- 'x9 ~ b*x7 + x4 + sex\nx7 ~ a*x1 + ageyr\nind := a*b'
cases <- list()
add <- function(name, model, data, ...) cases[[name]] <<- list(model=model, data=data, args=list(...))
for (e in c("ML","MLR","MLM","MLMV","MLMVS","MLF","GLS","WLS","ULS","DWLS","WLSMV","WLSM","ULSMV")) {
  add(paste0("hs_", e), hs, "HS", estimator=e)
  add(paste0("mimic_", e), mimic, "HS", estimator=e)
  add(paste0("path_", e), path, "HS", estimator=e)
  if (!e %in% c("WLS", "WLSM", "MLF", "MLMVS", "DWLS")) add(paste0("mg_", e), hs, "HS", estimator=e, group="school")
  if (e != "WLS") add(paste0("scalar_", e), hs, "HS", estimator=e, group="school", group.equal=c("loadings","intercepts"))
  if (e %in% c("ML", "MLR", "MLM", "MLMV", "GLS", "ULSMV")) add(paste0("mgmimic_", e), mimic, "HS", estimator=e, group="school", group.equal=c("loadings","intercepts","regressions"))
}
add("mlr_expected", hs, "HS", estimator="MLR", information="expected")
add("mlr_expected_mimic", mimic, "HS", estimator="MLR", information="expected", meanstructure=TRUE)
add("mlm_observed", mimic, "HS", estimator="MLM", information="observed", meanstructure=TRUE)
add("gls_observed", hs, "HS", estimator="GLS", information="observed")
add("ml_observed_mimic", mimic, "HS", estimator="ML", information="observed", meanstructure=TRUE)
add("ml_observed_mg", hs, "HS", estimator="ML", information="observed", group="school", group.equal=c("loadings","intercepts"))
add("wishart_scalar", hs, "HS", likelihood="wishart", group="school", group.equal=c("loadings","intercepts"))
add("wishart_mlr", hs, "HS", estimator="MLR", likelihood="wishart")
add("wishart_mlm_mg", hs, "HS", estimator="MLM", likelihood="wishart", group="school", group.equal="loadings")
add("std_lv_loadings", hs, "HS", std.lv=TRUE, group="school", group.equal="loadings")
add("std_lv_scalar_mlr", hs, "HS", estimator="MLR", std.lv=TRUE, group="school", group.equal=c("loadings","intercepts"))
add("partial", hs, "HS", group="school", group.equal=c("loadings","intercepts"), group.partial=c("visual=~x2","x3~1","x7 ~ 1"))
add("all_equal", hs, "HS", group="school", group.equal=c("loadings","intercepts","residuals","lv.variances","lv.covariances","means"))
add("lv_var", hs, "HS", group="school", group.equal=c("loadings","lv.variances"))
add("regressions_pd", pd, "PDG", group="half", group.equal=c("loadings","regressions","residual.covariances"))
add("pd_MLM", pd, "PD", estimator="MLM"); add("pd_MLMV", pd, "PD", estimator="MLMV"); add("pd_GLS", pd, "PD", estimator="GLS"); add("pd_ULS", pd, "PD", estimator="ULS")
add("nomeans_mg", hs, "HS", group="school", meanstructure=FALSE, group.equal="loadings")
lab <- 'visual =~ x1 + a*x2 + b*x3\ntextual =~ x4 + c*x5 + d*x6\nspeed =~ x7 + e*x8 + f*x9\n'
add("con_linear", paste0(lab,'a + b == 1.2\nc == 2*d'), "HS")
add("con_linear_mlr", paste0(lab,'a + b == 1.2\nc == 2*d - 0.9'), "HS", estimator="MLR")
add("con_nonlinear", paste0(lab,'a*b == 0.5\nexp(c) == d + 2'), "HS")
add("con_nonlinear_mlm", paste0(lab,'a*b == 0.5'), "HS", estimator="MLM")
add("con_ineq_active", paste0(lab,'a > 0.7\ne < f'), "HS")
add("con_ineq_inactive", paste0(lab,'a < 0.7\nc > 1'), "HS")
add("con_ineq_mlr", paste0(lab,'a > 0.7\nb == 0.8'), "HS", estimator="MLR")
add("con_defined", paste0(lab,'ab := a*b\nab == 0.5'), "HS")
add("con_groups", 'visual =~ x1 + c(a1,a2)*x2 + c(b1,b2)*x3\na1 + b1 == a2 + b2', "HS", group="school")
add("con_effect_coding", 'visual =~ NA*x1 + l1*x1 + l2*x2 + l3*x3\nl1 + l2 + l3 == 3', "HS")
add("con_gls", paste0(lab,'a + b == 1.2'), "HS", estimator="GLS")
add("growth", 'i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4\ns =~ 0*t1 + 1*t2 + 2*t3 + 3*t4\ni ~ x1 + x2\ns ~ x1 + x2\nt1 ~ c1\nt2 ~ c2\nt3 ~ c3\nt4 ~ c4', "GR", fn="growth")
add("growth_mlr", 'i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4\ns =~ 0*t1 + 1*t2 + 2*t3 + 3*t4', "GR", fn="growth", estimator="MLR")
add("bifactor", 'g =~ x1+x2+x3+x4+x5+x6+x7+x8+x9\nv =~ x1+x2+x3\nt =~ x4+x5+x6', "HS", orthogonal=TRUE, std.lv=TRUE)
add("mlr_labels", 'visual =~ x1 + a*x2 + a*x3\ntextual =~ x4 + x5 + x6', "HS", estimator="MLR")
PDG <- PD; PDG$half <- rep(c("a","b"), length.out=nrow(PD)); GR <- Demo.growth
frames <- list(HS=HS, PD=PD, PDG=PDG, GR=GR)
out <- list()
measures <- c("npar", "chisq", "df", "pvalue", "chisq.scaled", "df.scaled",
  "chisq.scaling.factor", "baseline.chisq", "baseline.df", "baseline.chisq.scaled",
  "cfi", "tli", "cfi.scaled", "tli.scaled", "cfi.robust", "tli.robust", "logl",
  "unrestricted.logl", "aic", "bic", "bic2", "rmsea", "rmsea.ci.lower",
  "rmsea.ci.upper", "rmsea.pvalue", "rmsea.scaled", "rmsea.ci.upper.scaled",
  "rmsea.robust", "rmsea.ci.lower.robust", "rmsea.ci.upper.robust",
  "scaling.factor.h1", "scaling.factor.h0", "srmr")
for (n in names(cases)) {
  a <- cases[[n]]$args
  fn <- if (is.null(a$fn)) "sem" else a$fn
  a$fn <- NULL
  fit <- suppressWarnings(do.call(fn, c(
    list(model = cases[[n]]$model, data = frames[[cases[[n]]$data]]), a)))
  if (n == "mimic_WLS") {
    # from its own start lavaan ends in a worse minimum, chi-square 148.669
    near <- sem(mimic, HS, fixed.x = FALSE)
    fit <- sem(mimic, HS, estimator = "WLS", start = parTable(near))
  }
  stopifnot(lavInspect(fit, "converged"))
  pe <- suppressWarnings(parameterEstimates(fit, standardized = TRUE))
  if (is.null(pe$group)) pe$group <- 1
  pe <- pe[!pe$op %in% c("==", "<", ">"), ]
  fm <- suppressWarnings(fitMeasures(fit))
  out[[n]] <- list(
    model = cases[[n]]$model, data = cases[[n]]$data, options = c(list(fn = fn), a),
    params = lapply(seq_len(nrow(pe)), function(i) list(
      pe$lhs[i], pe$op[i], pe$rhs[i], pe$group[i],
      signif(pe$est[i], 10), signif(pe$se[i], 8))),
    fit = as.list(signif(fm[intersect(measures, names(fm))], 12)))
}
cat(gsub("},\"", "},\n\"", toJSON(out, digits = NA, auto_unbox = TRUE, na = "null")), "\n")
