# R 4.2.2, lavaan 0.6-14, jsonlite 1.8.4
# Writes formative.json beside this script: Rscript formative.R
# Data: ../rivals/answers.csv, simulated; DJ1-DJ3 and PJ1 stand for the indicators
# of a formative scale, SAT1 for its global item, IJ1 for a single item.
suppressPackageStartupMessages({
  library(lavaan)
  library(jsonlite)
})
data <- read.csv("../rivals/answers.csv")
indicators <- c("DJ1", "DJ2", "DJ3", "PJ1")
vif <- sapply(indicators, function(item) {
  others <- setdiff(indicators, item)
  1 / (1 - summary(lm(reformulate(others, item), data))$r.squared)
})
standardised <- as.data.frame(scale(data))
global <- lm(reformulate(indicators, "SAT1"), standardised)
measurement <- "DJ =~ DJ1 + DJ2 + DJ3\nSAT =~ SAT1 + SAT2 + SAT3"
runs <- lapply(c(1, .7, .8, .9), function(reliability) {
  error <- (1 - reliability) * var(data$IJ1)
  model <- paste0(
    measurement, "\nTRUE1 =~ 1*IJ1\nIJ1 ~~ ", sprintf("%.12g", error), "*IJ1\n",
    "SAT ~ DJ + TRUE1\nDJ ~~ TRUE1"
  )
  fit <- sem(model, data)
  table <- parameterEstimates(fit, standardized = TRUE)
  table <- table[table$op == "~", ]
  list(reliability = reliability, chisq = fitMeasures(fit, "chisq")[[1]],
    paths = table[, c("lhs", "rhs", "est", "se", "std.all")])
})
content <- list(
  script = "formative.R",
  software = paste0("R ", getRversion(), ", lavaan ", packageVersion("lavaan")),
  indicators = indicators, vif = unname(vif), weights = unname(coef(global)[-1]),
  redundancy = sqrt(summary(global)$r.squared),
  single = list(runs = runs)
)
writeLines(toJSON(content, digits = NA, auto_unbox = TRUE), "formative.json", useBytes = TRUE)
