# R 4.2.2, jsonlite 1.8.4
# Rscript propensity_acsi.R PATH/acsi2015.csv > propensity_acsi.json
# Excellently handled complainants against no complaint: odds weights by glm().
suppressMessages(library(jsonlite))
data <- read.csv(commandArgs(TRUE)[1])
data$t <- with(data, ifelse(COMP == 1 & HANDLE >= 9, 1, ifelse(COMP == 0, 0, NA)))
weighted <- function(outcome, extra) {
  names <- c("AGE", "GENDER", "EDUCAT", "INDUSTRY", extra)
  rows <- na.omit(data[c(outcome, "t", names)])
  terms <- sub("(EDUCAT|INDUSTRY)", "factor(\\1)", names)
  fit <- glm(reformulate(terms, "t"), binomial, rows, control = list(epsilon = 1e-14, maxit = 100))
  e <- fitted(fit); t <- rows$t; y <- rows[[outcome]]
  w <- ifelse(t == 1, 1, e / (1 - e)); w1 <- ifelse(t == 1, 1 / e, 1 / (1 - e))
  smd <- function(x, u) (weighted.mean(x[t == 1], u[t == 1]) - weighted.mean(x[t == 0], u[t == 0])) / sd(x[t == 1])
  m0 <- predict(lm(reformulate(terms, outcome), rows, subset = t == 0), rows)
  parts <- (t - (1 - t) * e / (1 - e)) * (y - m0) / mean(t)
  list(n = nrow(rows), n_treated = sum(t),
       att = weighted.mean(y[t == 1], w[t == 1]) - weighted.mean(y[t == 0], w[t == 0]),
       ate = weighted.mean(y[t == 1], w1[t == 1]) - weighted.mean(y[t == 0], w1[t == 0]),
       att_doubly_robust = mean(parts), ess_control = sum(w[t == 0])^2 / sum(w[t == 0]^2),
       age_before = smd(rows$AGE, rep(1, length(t))), age_after = smd(rows$AGE, w))
}
out <- list()
for (o in c("SATIS", "REPUR")) { out[[o]] <- weighted(o, NULL); out[[paste0(o, "+OVERALLX")]] <- weighted(o, "OVERALLX") }
cat(toJSON(out, digits = NA, auto_unbox = TRUE), "\n")
