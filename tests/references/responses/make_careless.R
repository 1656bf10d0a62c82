# Values for the indices of careless responding.
# R 4.2.2, psych 2.2.9, jsonlite. Run: Rscript make_careless.R [folder with bfi.csv ...]
#
# R careless could not be fetched where this was made. Everything here is written
# in base R, one respondent at a time, from the definitions that R careless 1.2.2
# documents (denominators, treatment of NA, sign of the even-odd index, orientation
# of pairs, resample_na = FALSE). It is a second, independent implementation of the
# definitions, not output of the package. Squared Mahalanobis distances are held
# against psych::outlier, which careless calls.
# Simulated answers are stored with the values. Of files given on the command line
# only values of the indices are stored, no answers.

suppressMessages({library(jsonlite); library(psych)})

longstring <- function(x) apply(x, 1, function(row) {
  ids <- seq_along(row); same <- c(FALSE, head(row, -1) == tail(row, -1))
  same[is.na(same)] <- FALSE
  run <- cumsum(!same); max(table(run))
})
avgstring <- function(x) apply(x, 1, function(row) {
  same <- c(FALSE, head(row, -1) == tail(row, -1)); same[is.na(same)] <- FALSE
  mean(as.vector(table(cumsum(!same))))
})
irv <- function(x) apply(x, 1, sd, na.rm = TRUE)
irv_split <- function(x, k) {
  block <- cut(seq_len(ncol(x)), k, labels = FALSE)
  sapply(seq_len(k), function(b) irv(x[, block == b, drop = FALSE]))
}
mahad <- function(x) {
  S <- solve(cov(x, use = "pairwise.complete.obs"))
  d2 <- apply(sweep(x, 2, colMeans(x, na.rm = TRUE)), 1, function(d) {
    if (all(is.na(d))) return(NA)
    d[is.na(d)] <- 0
    as.numeric(t(d) %*% S %*% d)
  })
  some <- !apply(is.na(x), 1, all)
  stopifnot(max(abs(psych::outlier(x[some, ], plot = FALSE) - d2[some])) < 1e-8)
  d2
}
evenodd <- function(x, factors) {
  ends <- cumsum(factors)
  apply(x, 1, function(row) {
    e <- o <- rep(NA_real_, length(factors))
    for (f in seq_along(factors)) {
      part <- row[(ends[f] - factors[f] + 1):ends[f]]
      at <- seq_along(part)
      o[f] <- mean(part[at %% 2 == 1], na.rm = TRUE)
      e[f] <- mean(part[at %% 2 == 0], na.rm = TRUE)
    }
    r <- suppressWarnings(cor(e, o, use = "pairwise.complete.obs"))
    if (is.na(r)) return(NA)
    s <- 2 * r / (1 + r)
    -max(s, -1)
  })
}
pairs_of <- function(x, critval, anto) {
  r <- cor(x, use = "pairwise.complete.obs")
  found <- NULL
  for (a in 2:ncol(x)) for (b in 1:(a - 1)) if (!is.na(r[a, b]))
    if ((anto && r[a, b] < -abs(critval)) || (!anto && r[a, b] > critval))
      found <- rbind(found, c(a, b))
  found
}
psychsyn <- function(x, critval, anto = FALSE) {
  p <- pairs_of(x, critval, anto)
  stopifnot(NROW(p) > 2)
  values <- t(apply(x, 1, function(row) {
    first <- row[p[, 1]]; second <- row[p[, 2]]
    ok <- !is.na(first) & !is.na(second)
    if (sum(ok) < 3) return(c(NA, sum(ok)))
    if (sd(first[ok]) == 0 || sd(second[ok]) == 0) return(c(NA, sum(ok)))
    c(cor(first[ok], second[ok]), sum(ok))
  }))
  list(values = values[, 1], n_pairs = values[, 2], pairs = nrow(p))
}
all_indices <- function(x, factors, keyed, syn, ant) {
  s <- psychsyn(x, syn); a <- psychsyn(x, ant, TRUE)
  list(longstring = longstring(x), avgstring = avgstring(x), irv = irv(x),
       irv_split3 = irv_split(x, 3), irv_split4 = irv_split(x, 4),
       mahalanobis = mahad(x), even_odd = evenodd(keyed, factors),
       synonyms = s$values, synonym_pairs = s$n_pairs, n_synonym_pairs = s$pairs,
       antonyms = a$values, antonym_pairs = a$n_pairs, n_antonym_pairs = a$pairs)
}

simulate <- function(seed, n, factors, points, loading, holes, careless) {
  set.seed(seed)
  f <- length(factors); p <- sum(factors)
  theta <- matrix(rnorm(n * f), n) %*% chol(0.3 + diag(0.7, f))
  scale_of <- rep(seq_len(f), factors)
  y <- loading * theta[, scale_of] + sqrt(1 - loading^2) * matrix(rnorm(n * p), n)
  x <- matrix(pmin(points, pmax(1, round((points + 1) / 2 + y * points / 5))), n)
  reversed <- seq(3, p, by = 5)
  x[, reversed] <- points + 1 - x[, reversed]
  straight <- seq_len(careless); random <- careless + seq_len(careless)
  x[straight, ] <- matrix(rep(sample(points, careless, TRUE), p), careless)
  x[random, ] <- sample(points, careless * p, TRUE)
  if (holes > 0) {
    x[sample(length(x), round(holes * length(x)))] <- NA
    x[n, ] <- NA  # nobody answered
    x[n - 1, -1] <- NA  # one answer
  }
  keyed <- x; keyed[, reversed] <- points + 1 - x[, reversed]
  list(x = x, keyed = keyed, factors = factors, reversed = reversed, points = points)
}

settings <- list(
  complete_ten_scales = list(20261, 60, rep(5, 10), 5, .85, 0, 4, .5, -.25),
  holes_ten_scales = list(20262, 60, rep(5, 10), 5, .85, .04, 4, .5, -.25),
  seven_points_unequal = list(20263, 50, c(3, 4, 1, 6, 2, 5), 7, .9, 0, 3, .6, -.3),
  many_holes = list(20264, 80, c(4, 4, 4, 4, 4), 7, .9, .15, 5, .55, -.5),
  ten_points = list(20265, 70, c(2, 3, 6, 7), 10, .9, .02, 3, .6, -.55),
  short = list(20266, 40, c(3, 3, 2), 5, .9, 0, 2, .4, -.2)
)
simulated <- lapply(names(settings), function(name) {
  s <- settings[[name]]
  d <- simulate(s[[1]], s[[2]], s[[3]], s[[4]], s[[5]], s[[6]], s[[7]])
  list(case = name, answers = d$x, factors = d$factors, reversed = d$reversed,
       points = d$points, critical = s[[8]], critical_antonyms = s[[9]],
       expected = all_indices(d$x, d$factors, d$keyed, s[[8]], s[[9]]))
})

# Files: name, columns, scale sizes, reversed columns, points, critical values.
files <- list(
  list("bfi.csv", c(paste0("A", 1:5), paste0("C", 1:5), paste0("E", 1:5),
                    paste0("N", 1:5), paste0("O", 1:5)), rep(5, 5),
       c("A1", "C4", "C5", "E1", "E2", "O2", "O5"), 6, .5, -.25),
  list("seminr_corp_rep_data_na.csv", c(paste0("comp_", 1:3), paste0("like_", 1:3),
       paste0("cusl_", 1:3)), c(3, 3, 3), character(), 7, .6, NA),
  list("acsi2015.csv", c("SATIS", "CONFIRM", "IDEAL", "OVERALLX", "CUSTOMX",
       "WRONGX", "OVERALLQ", "CUSTOMQ", "WRONGQ", "PQ", "QP"), c(3, 3, 3, 2),
       character(), 10, .6, NA),
  list("HS_missing.csv", paste0("x", 1:9), c(3, 3, 3), character(), 9, .3, NA),
  list("plspm_satisfaction.csv", NULL, NULL, character(), 10, .6, NA)
)
folder <- commandArgs(TRUE)[1]
summary_of <- function(v) {
  v <- as.numeric(v)
  list(first = head(v, 25), n_na = sum(is.na(v)), mean = mean(v, na.rm = TRUE),
       sd = sd(v, na.rm = TRUE), max = max(v, na.rm = TRUE))
}
from_files <- if (is.na(folder)) NULL else lapply(files, function(f) {
  data <- read.csv(file.path(folder, f[[1]]))
  if (is.null(f[[2]])) {
    f[[2]] <- names(data)[sapply(data, is.numeric)][1:20]; f[[3]] <- rep(5, 4)
  }
  x <- as.matrix(data[, f[[2]]])
  keyed <- x; keyed[, f[[4]]] <- f[[5]] + 1 - x[, f[[4]]]
  anto <- if (is.na(f[[7]])) NULL else psychsyn(x, f[[7]], TRUE)
  s <- psychsyn(x, f[[6]])
  found <- list(longstring = longstring(x), avgstring = avgstring(x), irv = irv(x),
                mahalanobis = mahad(x), even_odd = evenodd(keyed, f[[3]]),
                synonyms = s$values, synonym_pairs = s$n_pairs)
  if (!is.null(anto)) found$antonyms <- anto$values
  list(file = f[[1]], columns = f[[2]], factors = f[[3]],
       reversed = I(f[[4]]), points = f[[5]], critical = f[[6]],
       critical_antonyms = f[[7]], expected = lapply(found, summary_of))
})

version_of <- function(p) as.character(packageVersion(p))
write(toJSON(list(software = paste("R", getRversion(), "base; psych", version_of("psych")),
                  simulated = simulated, files = from_files),
             digits = 15, na = "null", auto_unbox = TRUE), "careless.json")
