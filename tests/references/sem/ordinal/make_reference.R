# Fits every model of models.txt to the simulated answers with lavaan.
# The optimiser starts again where it stopped, three times, so that its own
# stopping rule does not separate us. Run: Rscript make_reference.R (in this folder)
suppressMessages(library(lavaan))
answers <- list(full = read.csv("ordinal_answers.csv"), holes = read.csv("ordinal_holes.csv"))
ordered <- c(paste0("u", 1:4), "b1", "b2", paste0("t", 1:3))
text <- readLines("models.txt")
heads <- grep("^## ", text)
versions <- c(paste("#", R.version.string), paste("# lavaan", packageVersion("lavaan")))
rows <- NULL; fits <- NULL
wanted <- c("npar", "chisq", "df", "pvalue", "chisq.scaled", "df.scaled", "pvalue.scaled",
  "chisq.scaling.factor", "baseline.chisq", "baseline.df", "baseline.chisq.scaled",
  "cfi", "tli", "nfi", "cfi.scaled", "tli.scaled", "cfi.robust", "tli.robust",
  "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue", "rmsea.scaled",
  "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "rmsea.robust", "rmsea.ci.lower.robust",
  "rmsea.ci.upper.robust", "srmr", "wrmr")
for (i in seq_along(heads)) {
  head <- strsplit(sub("^## ", "", text[heads[i]]), " ")[[1]]
  end <- if (i < length(heads)) heads[i + 1] - 1 else length(text)
  o <- list()
  for (h in head[-1]) o[[sub("=.*", "", h)]] <- sub("^[^=]*=", "", h)
  data <- answers[[if (is.null(o$data)) "full" else o$data]]
  a <- list(model = paste(text[(heads[i] + 1):end], collapse = "\n"), data = data,
    ordered = ordered, estimator = o$estimator)
  if (!is.null(o$parameterization)) a$parameterization <- o$parameterization
  if (!is.null(o$std_lv)) a$std.lv <- TRUE
  if (!is.null(o$orthogonal)) a$orthogonal <- TRUE
  if (!is.null(o$fixed_x)) a <- c(a, list(fixed.x = FALSE, conditional.x = FALSE))
  if (!is.null(o$group)) a$group <- o$group
  if (!is.null(o$missing)) a$missing <- o$missing
  if (!is.null(o$equal)) a$group.equal <- sub("lv_", "lv.", strsplit(o$equal, ",")[[1]])
  if (!is.null(o$partial)) a$group.partial <- strsplit(o$partial, ",")[[1]]
  f <- if (is.null(o$model_type)) "sem" else o$model_type
  fit <- tryCatch({
    fit <- do.call(f, a)
    for (again in 1:3) fit <- do.call(f, c(a, list(start = fit)))
    fit
  }, error = function(e) { message(head[1], ": ", conditionMessage(e)); NULL })
  if (is.null(fit)) next
  p <- parameterEstimates(fit, standardized = TRUE, remove.system.eq = TRUE)
  p <- p[!p$op %in% c("==", "<", ">"), ]
  if (is.null(p$group)) p$group <- 1
  rows <- rbind(rows, data.frame(case = head[1],
    p[, c("lhs", "op", "rhs", "group", "est", "se", "ci.lower", "ci.upper", "std.all")]))
  m <- fitMeasures(fit)
  fits <- rbind(fits, data.frame(case = head[1], as.list(setNames(m[wanted], wanted))))
}
save <- function(table, file) {
  writeLines(c(versions, "# made by make_reference.R"), file)
  suppressWarnings(write.table(format(table, digits = 15, scientific = TRUE, trim = TRUE), file,
    sep = ",", append = TRUE, row.names = FALSE, quote = TRUE))
}
save(rows, "lavaan_parameters.csv")
save(fits, "lavaan_fit.csv")
