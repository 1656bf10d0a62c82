# Times lavaan for benchmarks/sem.py: reads a task a line, answers milliseconds.
# Arguments: folder with complete.csv, holes.csv, groups.csv, ordinal.csv, model.txt
suppressMessages(library(lavaan))
folder <- commandArgs(trailingOnly = TRUE)[1]
model <- paste(readLines(file.path(folder, "model.txt")), collapse = "\n")
measurement <- paste(readLines(file.path(folder, "measurement.txt")), collapse = "\n")
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))
complete <- read("complete"); holes <- read("holes")
groups <- read("groups"); ordinal <- read("ordinal")
whole <- function(fit) {
  fitMeasures(fit); parameterEstimates(fit); standardizedSolution(fit)
}
warm <- sem(model, complete)
draws <- 20
tasks <- list(
  fit = function() sem(model, complete),
  complete = function() whole(sem(model, complete)),
  mlr = function() sem(model, complete, estimator = "MLR"),
  fiml = function() sem(model, holes, missing = "fiml"),
  scalar = function() cfa(measurement, groups, group = "group",
                          group.equal = c("loadings", "intercepts")),
  wlsmv = function() sem(model, ordinal, ordered = TRUE, estimator = "WLSMV"),
  bootstrap = function() bootstrapLavaan(warm, R = draws, FUN = coef)
)
cat("ready", as.character(packageVersion("lavaan")), R.version.string, "\n")
input <- file("stdin", "r")
while (length(task <- readLines(input, n = 1)) > 0) {
  begin <- Sys.time()
  suppressWarnings(tasks[[task]]())
  spent <- as.numeric(difftime(Sys.time(), begin, units = "secs")) * 1000
  cat(if (task == "bootstrap") spent / draws else spent, "\n")
}
