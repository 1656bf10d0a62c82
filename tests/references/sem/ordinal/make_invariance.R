# Fits the levels of Wu & Estabrook (2016) with semTools' syntax and compares
# them by lavTestLRT. Run: Rscript make_invariance.R (in this folder)
suppressMessages({library(lavaan); library(semTools)})
answers <- read.csv("ordinal_answers.csv")
ordered <- c(paste0("u", 1:4), "b1", "b2", paste0("t", 1:3))
model <- "f =~ u1 + u2 + u3 + u4\ng =~ b1 + b2 + t1 + t2"
levels <- list(configural = "", thresholds = "thresholds",
  metric = c("thresholds", "loadings"), scalar = c("thresholds", "loadings", "intercepts"),
  strict = c("thresholds", "loadings", "intercepts", "residuals"))
rows <- NULL
for (which in c("delta", "theta")) {
  before <- NULL
  for (level in names(levels)) {
    if (which == "delta" && level == "strict") next
    syntax <- do.call(measEq.syntax, list(configural.model = model, data = answers,
      ordered = ordered, parameterization = which, ID.fac = "std.lv",
      ID.cat = "Wu.Estabrook.2016", group = "region", group.equal = levels[[level]]))
    fit <- lavaan::cfa(as.character(syntax), answers, ordered = ordered,
      parameterization = which, group = "region", estimator = "WLSMV")
    m <- fitMeasures(fit, c("npar", "df", "chisq", "chisq.scaled"))
    step <- c(NA, NA)
    if (!is.null(before)) {
      test <- lavTestLRT(before, fit)
      step <- c(test[2, "Chisq diff"], test[2, "Pr(>Chisq)"])
    }
    rows <- rbind(rows, data.frame(parameterization = which, level = level,
      as.list(unclass(m)), chisq_diff = step[1], p = step[2]))
    before <- fit
  }
}
writeLines(c(paste("#", R.version.string), paste("# lavaan", packageVersion("lavaan")),
  paste("# semTools", packageVersion("semTools")), "# made by make_invariance.R"),
  "invariance.csv")
suppressWarnings(write.table(rows, "invariance.csv", sep = ",", append = TRUE,
  row.names = FALSE, quote = TRUE))
