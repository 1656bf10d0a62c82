# R 4.2.2, metafor 3.8-1, jsonlite 1.8.4
# Rscript meta_by_industry.R PATH/acsi2015.csv > meta_by_industry.json
# Excellently handled complainants against no complaint, within industries.
suppressMessages({library(metafor); library(jsonlite)})
data <- read.csv(commandArgs(TRUE)[1])
data$group <- with(data, ifelse(COMP == 1 & HANDLE >= 9, 1, ifelse(COMP == 0, 0, NA)))
pooled <- function(outcome, measure) {
  rows <- na.omit(data.frame(y = data[[outcome]], t = data$group, i = data$INDUSTRY))
  by <- function(f, g) tapply(rows$y[rows$t == g], rows$i[rows$t == g], f)
  e <- escalc(measure, m1i = by(mean, 1), sd1i = by(sd, 1), n1i = by(length, 1),
              m2i = by(mean, 0), sd2i = by(sd, 0), n2i = by(length, 0))
  r <- rma(yi, vi, data = e, test = "knha"); p <- predict(r)
  list(yi = c(e$yi), vi = e$vi, est = c(r$beta), se = r$se, p = r$pval, tau2 = r$tau2,
       i2 = r$I2, q = r$QE, pi = c(p$pi.lb, p$pi.ub))
}
out <- list()
for (o in c("SATIS", "REPUR")) for (m in c("SMD", "SMDH")) out[[paste(o, m)]] <- pooled(o, m)
cat(toJSON(out, digits = NA, auto_unbox = TRUE), "\n")
