# Ladders of measurement invariance with lavaan and semTools::measEq.syntax,
# steps by lavTestLRT.
# Run: Rscript make_ladders.R FOLDER_OF_SHARED_DATA (in this folder)
suppressMessages({library(lavaan); library(semTools)})
shared <- commandArgs(TRUE)[1]
grouped <- read.csv("grouped_answers.csv"); repeated <- read.csv("repeated_answers.csv")
read <- function(file) read.csv(file.path(shared, file))
bfi <- read("bfi.csv")
hs <- read("HolzingerSwineford1939.csv"); holes <- read("HS_missing.csv")
ours <- "f =~ f1 + f2 + f3 + f4\ng =~ g1 + g2 + g3\nh =~ h1 + h2"
lost <- gsub("([fgh][0-9])", "m\\1", ours); cuts <- gsub("([fgh][0-9])", "o\\1", ours)
school <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
five <- "A =~ A1 + A2 + A3 + A4 + A5\nC =~ C1 + C2 + C3 + C4 + C5\nE =~ E1 + E2 + E3 + E4 + E5\nN =~ N1 + N2 + N3 + N4 + N5\nO =~ O1 + O2 + O3 + O4 + O5"
two <- "A =~ A1 + A2 + A3 + A4 + A5\nN =~ N1 + N2 + N3 + N4 + N5"
satisfaction <- "IMAG =~ imag1+imag2+imag3+imag4+imag5\nEXPE =~ expe1+expe2+expe3+expe4+expe5\nQUAL =~ qual1+qual2+qual3+qual4+qual5\nVAL =~ val1+val2+val3+val4\nSAT =~ sat1+sat2+sat3+sat4\nLOY =~ loy1+loy2+loy3+loy4"
company <- "CEI =~ cei1+cei2+cei3+cei4+cei5+cei6+cei7+cei8\nMA =~ ma1+ma2+ma3+ma4+ma5+ma6\nJOY =~ orgcmt1+orgcmt2+orgcmt3+orgcmt7"
continuous <- list(configural = "", metric = "loadings",
  scalar = c("loadings", "intercepts"), strict = c("loadings", "intercepts", "residuals"))
further <- c(continuous, list(
  latent_variances = c("loadings", "intercepts", "residuals", "lv.variances"),
  latent_covariances = c("loadings", "intercepts", "residuals", "lv.variances", "lv.covariances"),
  latent_means = c("loadings", "intercepts", "residuals", "lv.variances", "lv.covariances", "means")))
ordinal <- list(configural = "", thresholds = "thresholds",
  metric = c("thresholds", "loadings"), scalar = c("thresholds", "loadings", "intercepts"),
  strict = c("thresholds", "loadings", "intercepts", "residuals"))
wanted <- c("npar", "chisq", "df", "pvalue", "cfi", "tli", "rmsea", "srmr", "aic", "bic",
  "chisq.scaled", "pvalue.scaled", "cfi.scaled", "tli.scaled", "rmsea.scaled",
  "cfi.robust", "tli.robust", "rmsea.robust")
row_of <- function(case, level, fit, before) {
  m <- fitMeasures(fit); m <- m[wanted[wanted %in% names(m)]]
  all <- setNames(rep(NA_real_, length(wanted)), wanted); all[names(m)] <- m
  step <- c(NA, NA, NA)
  if (!is.null(before)) {
    test <- lavTestLRT(before, fit)
    step <- c(test[2, "Chisq diff"], test[2, "Df diff"], test[2, "Pr(>Chisq)"])
  }
  data.frame(case = case, level = level, as.list(all), chisq_diff = step[1],
    df_diff = step[2], p_diff = step[3])
}
rows <- NULL
climb <- function(case, levels, one) {
  before <- NULL
  for (level in names(levels)) {
    fit <- try(one(levels[[level]]), silent = TRUE)
    if (inherits(fit, "try-error")) { cat(case, level, fit); next }
    if (!lavInspect(fit, "converged")) { cat(case, level, "not converged\n"); next }
    rows <<- rbind(rows, row_of(case, level, fit, before))
    before <- fit
  }
  cat(case, "done\n")
}
by_group <- function(case, model, data, group, levels = continuous, ...)
  climb(case, levels, function(kinds) cfa(model, data, group = group, group.equal = kinds, ...))
by_cut <- function(case, model, data, group, ordered, levels = ordinal, estimator = "WLSMV", ...)
  climb(case, levels, function(kinds) {
    syntax <- measEq.syntax(configural.model = model, data = data, ordered = ordered,
      parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016",
      group = group, group.equal = kinds, ...)
    cfa(as.character(syntax), data, ordered = ordered, parameterization = "theta",
      group = group, estimator = estimator)
  })
by_wave <- function(case, model, data, waves, levels = continuous, ordered = NULL, ...)
  climb(case, levels, function(kinds) {
    a <- list(configural.model = model, data = data, ID.fac = "std.lv",
      longFacNames = waves, long.equal = kinds, auto = "all")
    if (!is.null(ordered)) a <- c(a, list(ordered = ordered, parameterization = "theta",
      ID.cat = "Wu.Estabrook.2016"))
    syntax <- as.character(do.call(measEq.syntax, a))
    if (is.null(ordered)) cfa(syntax, data, ...)
    else cfa(syntax, data, ordered = ordered, parameterization = "theta", estimator = "WLSMV")
  })
items_of <- function(model) unlist(regmatches(model, gregexpr("o[fgh][0-9]|[AN][0-9]", model)))

by_group("ours_ml", ours, grouped, "branch", further)
by_group("ours_mlr", ours, grouped, "branch", further, estimator = "MLR")
by_group("ours_mlm", ours, grouped, "branch", estimator = "MLM")
by_group("ours_fiml", lost, grouped, "branch", missing = "fiml")
by_group("ours_fiml_mlr", lost, grouped, "branch", missing = "fiml", estimator = "MLR")
by_group("ours_two", ours, grouped, "hot", further)
by_group("ours_partial", ours, grouped, "branch", continuous[2:4],
  group.partial = c("g =~ g2", "f3 ~ 1"), std.lv = TRUE)
by_cut("ours_ordinal", cuts, grouped, "branch", items_of(cuts))
by_cut("ours_ordinal_two", cuts, grouped, "hot", items_of(cuts))
by_cut("ours_ordinal_partial", cuts, grouped, "hot", items_of(cuts), levels = ordinal[3:5],
  group.partial = c("g =~ og2", "of3 ~ 1", "og1 ~~ og1"))
by_cut("ours_ordinal_wlsm", cuts, grouped, "hot", items_of(cuts), estimator = "WLSM")
mixed <- gsub("f([0-9])", "of\\1", ours)
by_cut("ours_mixed", mixed, grouped, "hot", paste0("of", 1:4))
by_cut("ours_ordinal_factors", cuts, grouped, "hot", items_of(cuts), levels = c(ordinal[3:5], list(
  latent_variances = c(ordinal$strict, "lv.variances"),
  latent_covariances = c(ordinal$strict, "lv.variances", "lv.covariances"),
  latent_means = c(ordinal$strict, "lv.variances", "lv.covariances", "means"))))
waves <- "w1 =~ w1i1 + w1i2 + w1i3 + w1i4\nw2 =~ w2i1 + w2i2 + w2i3 + w2i4"
cutwaves <- gsub("w([12])i", "c\\1i", waves)
by_wave("ours_waves", waves, repeated, list(f = c("w1", "w2")), further)
by_wave("ours_waves_mlr", waves, repeated, list(f = c("w1", "w2")), estimator = "MLR")
by_wave("ours_waves_ordinal", cutwaves, repeated, list(f = c("w1", "w2")), ordinal,
  ordered = c(paste0("c1i", 1:4), paste0("c2i", 1:4)))
own <- rows; rows <- NULL
by_group("hs_ml", school, hs, "school", further)
by_group("hs_mlr", school, hs, "school", further, estimator = "MLR")
by_group("hs_sex", school, hs, "sex")
by_group("hs_holes", school, holes, "school", missing = "fiml", estimator = "MLR")
by_group("bfi_ml", five, bfi, "gender", further)
by_group("bfi_mlr", five, bfi, "gender", estimator = "MLR")
by_group("bfi_education", two, bfi, "education")
by_group("bfi_fiml", two, bfi, "gender", missing = "fiml")
by_group("satisfaction_ml", satisfaction, read("plspm_satisfaction.csv"), "gender", further)
by_group("satisfaction_mlm", satisfaction, read("plspm_satisfaction.csv"), "gender", estimator = "MLM")
by_group("company_mlr", company, read("more/cSEM_BergamiBagozzi2000.csv"), "gender", estimator = "MLR")
by_cut("hs_ordinal", school, read("HS_ordinal3.csv"), "school", paste0("x", 1:9))
by_cut("bfi_ordinal", two, bfi, "gender", items_of(two))
democracy <- "dem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8"
by_wave("democracy", democracy, read("PoliticalDemocracy.csv"), list(dem = c("dem60", "dem65")), further)
theirs <- rows
versions <- c(paste("#", R.version.string), paste("# lavaan", packageVersion("lavaan")),
  paste("# semTools", packageVersion("semTools")))
save_table <- function(table, file) {
  writeLines(versions, file)
  suppressWarnings(write.table(format(table, digits = 12, trim = TRUE), file, append = TRUE, sep = ",",
    quote = FALSE, row.names = FALSE))
}
save_table(own, "ladders.csv"); save_table(theirs, "shared_ladders.csv")
