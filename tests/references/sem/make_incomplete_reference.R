# Fits the models of incomplete_cases.json to incomplete_answers.csv with lavaan's
# missing = "fiml". The saturated moments are searched to 1e-9 (lavaan stops at
# 1e-5) and the optimiser goes on as far as it finds convergence, so that neither
# stopping rule separates us. Run in this folder: Rscript make_incomplete_reference.R
suppressMessages({library(lavaan); library(jsonlite)})
answers <- read.csv("incomplete_answers.csv")
cases <- fromJSON("incomplete_cases.json", simplifyVector = FALSE)
results <- list()
for (name in names(cases)) {
  case <- cases[[name]]
  kind <- if (is.null(case$model_type)) "sem" else case$model_type
  arguments <- list(model = case$model, data = answers, missing = "fiml",
    estimator = case$estimator, em.h1.tol = 1e-9, em.h1.iter.max = 5000L)
  if (!is.null(case$information)) arguments$information <- case$information
  if (!is.null(case$fixed_x)) arguments$fixed.x <- case$fixed_x
  if (!is.null(case$std_lv)) arguments$std.lv <- case$std_lv
  if (!is.null(case$group)) arguments$group <- case$group
  if (!is.null(case$equal)) arguments$group.equal <- unlist(case$equal)
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-11, 1e-10)) {
    control <- list(rel.tol = tolerance, iter.max = 20000L, eval.max = 40000L)
    fit <- suppressWarnings(do.call(kind, c(arguments, list(control = control))))
    if (lavInspect(fit, "converged") && isTRUE(fit@baseline$test$standard$stat > 0)) break
  }
  rows <- parameterEstimates(fit, standardized = TRUE, remove.system.eq = TRUE)
  rows <- rows[!rows$op %in% c("==", "<", ">"), ]
  if (is.null(rows$group)) rows$group <- 1
  rows$group[rows$group == 0] <- 1
  results[[name]] <- list(
    parameters = rows[, c("lhs", "op", "rhs", "group", "est", "se", "std.all")],
    fit = as.list(unclass(fitMeasures(fit))),
    n = sum(lavInspect(fit, "nobs")))
  if (name %in% c("cfa_ml", "cfa_mlr", "groups_scalar_mlr")) {
    z <- lavResiduals(fit, type = "raw", summary = FALSE)
    if (is.null(case$group)) z <- list(z)
    results[[name]]$residuals <- lapply(unname(z), function(g) unclass(g$cov.z))
  }
}
results[["_versions"]] <- list(R = R.version.string,
  lavaan = as.character(packageVersion("lavaan")))
write_json(results, "lavaan_incomplete.json", digits = I(12), auto_unbox = TRUE,
  na = "null", pretty = FALSE)
