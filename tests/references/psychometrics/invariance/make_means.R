# Latent means of the scalar model with effect sizes, and univariate score tests
# of equalities, with lavaan. Run: Rscript make_means.R (in this folder)
suppressMessages(library(lavaan))
grouped <- read.csv("grouped_answers.csv")
ours <- "f =~ f1 + f2 + f3 + f4\ng =~ g1 + g2 + g3\nh =~ h1 + h2"
versions <- c(paste("#", R.version.string), paste("# lavaan", packageVersion("lavaan")))
save_table <- function(table, file) {
  writeLines(versions, file)
  suppressWarnings(write.table(format(table, digits = 12, trim = TRUE), file, append = TRUE, sep = ",",
    quote = FALSE, row.names = FALSE))
}

# latent means of the scalar model, standardised by the pooled latent SD
means <- NULL
for (estimator in c("ML", "MLR")) {
  fit <- cfa(ours, grouped, group = "branch", group.equal = c("loadings", "intercepts"),
    std.lv = TRUE, estimator = estimator)
  table <- parameterEstimates(fit); n <- lavInspect(fit, "nobs")
  for (factor in c("f", "g", "h")) for (g in 2:3) {
    named <- function(letter) paste(paste0(letter, c(1, ifelse(2:3 == g, "", "o"))), collapse = ", ")
    labelled <- paste0(ours, "\n", factor, " ~ c(0, NA, NA)*1 + c(", named("m"), ")*1\n",
      factor, " ~~ c(1, NA, NA)*", factor, " + c(", named("v"), ")*", factor,
      "\nd := m / sqrt((", n[1] - 1, " + ", n[g] - 1, "*v) / ", n[1] + n[g] - 2, ")")
    again <- cfa(labelled, grouped, group = "branch", group.equal = c("loadings", "intercepts"),
      std.lv = TRUE, estimator = estimator)
    e <- parameterEstimates(again); d <- e[e$op == ":=", ]; m <- e[e$label == "m", ]
    means <- rbind(means, data.frame(estimator = estimator, factor = factor,
      group = lavInspect(fit, "group.label")[g], est = m$est, se = m$se, p = m$pvalue,
      d = d$est, d_se = d$se, d_low = d$ci.lower, d_high = d$ci.upper))
  }
}
save_table(means, "latent_means.csv")

# univariate score tests of the equalities of two groups
fit <- cfa(ours, grouped, group = "hot", group.equal = c("loadings", "intercepts"), std.lv = TRUE)
test <- lavTestScore(fit)$uni; table <- parTable(fit)
named <- function(p) { r <- table[table$plabel == p, ]; paste(r$lhs, r$op, r$rhs) }
save_table(data.frame(restriction = sapply(test$lhs, named), chisq = test$X2, p = test$p.value),
  "score_tests.csv")
