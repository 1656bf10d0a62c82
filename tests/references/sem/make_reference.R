# Fits every model of models.txt to ecsi_mobile_covariance.txt with lavaan.
# The optimiser starts again where it stopped, three times, so that its own
# stopping rule does not separate us. Run: Rscript make_reference.R (in this folder)
suppressMessages(library(lavaan))
lines <- grep("^#", readLines("ecsi_mobile_covariance.txt"), invert = TRUE, value = TRUE)
names_ <- sub(" .*", "", lines)
S <- lav_matrix_lower2full(scan(text = sub("^[^ ]+ ", "", lines), quiet = TRUE))
dimnames(S) <- list(names_, names_)
text <- readLines("models.txt")
heads <- grep("^## ", text)
versions <- c(paste("#", R.version.string), paste("# lavaan", packageVersion("lavaan")))
rows <- NULL; fits <- NULL
wanted <- c("npar", "chisq", "df", "pvalue", "baseline.chisq", "baseline.df", "cfi",
  "tli", "nfi", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue", "srmr",
  "logl", "unrestricted.logl", "aic", "bic", "bic2")
for (i in seq_along(heads)) {
  head <- strsplit(sub("^## ", "", text[heads[i]]), " ")[[1]]
  end <- if (i < length(heads)) heads[i + 1] - 1 else length(text)
  options <- list(std.lv = FALSE, orthogonal = FALSE, fixed.x = TRUE)
  if ("std_lv=TRUE" %in% head) options$std.lv <- TRUE
  if ("orthogonal=TRUE" %in% head) options$orthogonal <- TRUE
  if ("fixed_x=FALSE" %in% head) options$fixed.x <- FALSE
  arguments <- c(list(model = paste(text[(heads[i] + 1):end], collapse = "\n"),
    sample.cov = S, sample.nobs = 250), options)
  fit <- do.call("sem", arguments)
  for (again in 1:3) fit <- do.call("sem", c(arguments, list(start = fit)))
  p <- parameterEstimates(fit, standardized = TRUE, remove.system.eq = TRUE)
  p <- p[p$op != "==", ]
  rows <- rbind(rows, data.frame(case = head[1],
    p[, c("lhs", "op", "rhs", "est", "se", "ci.lower", "ci.upper", "std.all")]))
  fits <- rbind(fits, data.frame(case = head[1], as.list(unclass(fitMeasures(fit, wanted)))))
}
save <- function(table, file) {
  writeLines(c(versions, "# made by make_reference.R"), file)
  suppressWarnings(write.table(format(table, digits = 15, scientific = TRUE, trim = TRUE), file,
    sep = ",", append = TRUE, row.names = FALSE, quote = TRUE))
}
save(rows, "lavaan_parameters.csv")
save(fits, "lavaan_fit.csv")
