# Little's (1988) test by hand. R 4.2.2 (base), lavaan 0.6-14 for a check, jsonlite.
# Rscript make_little.R [folder with HS_missing.csv ...]
# Means and covariance by an EM written here (divisor n), run until nothing moves; they
# are held against lavaan's EM. No published package was at hand for the test itself;
# for airquality the value is the one the documentation of R naniar prints (35.1, 14 df).
suppressMessages({library(jsonlite); library(lavaan)})
em <- function(x) {
  mu <- colMeans(x, na.rm = TRUE); S <- diag(apply(x, 2, var, na.rm = TRUE))
  for (step in 1:20000) {
    sums <- 0 * mu; products <- 0 * S
    for (i in seq_len(nrow(x))) {
      m <- is.na(x[i, ]); y <- x[i, ]; C <- 0 * S
      if (any(m)) {
        B <- S[m, !m, drop = FALSE] %*% solve(S[!m, !m, drop = FALSE])
        y[m] <- mu[m] + B %*% (y[!m] - mu[!m])
        C[m, m] <- S[m, m] - B %*% S[!m, m, drop = FALSE]
      }
      sums <- sums + y; products <- products + y %o% y + C
    }
    new_mu <- sums / nrow(x); new_S <- products / nrow(x) - new_mu %o% new_mu
    moved <- max(abs(new_S - S) / sqrt(diag(S) %o% diag(S)), abs(new_mu - mu) / sqrt(diag(S)))
    mu <- new_mu; S <- new_S
    if (moved < 1e-11) break
  }
  list(mu = mu, S = S)
}
little <- function(x, check = TRUE) {
  x <- x[!apply(is.na(x), 1, all), ]
  found <- em(x)
  if (check) {
    colnames(x) <- paste0("v", seq_len(ncol(x)))
    theirs <- lavInspect(lavCor(as.data.frame(x), missing = "ml", output = "fit"),
                         "sampstat")
    stopifnot(max(abs(cov2cor(theirs$cov) - cov2cor(found$S))) < 5e-3)
  }
  key <- apply(is.na(x), 1, paste, collapse = "")
  d2 <- 0; df <- -ncol(x)
  for (k in unique(key)) {
    part <- x[key == k, , drop = FALSE]; o <- !is.na(part[1, ])
    d <- colMeans(part[, o, drop = FALSE]) - found$mu[o]
    d2 <- d2 + nrow(part) * as.numeric(t(d) %*% solve(found$S[o, o]) %*% d)
    df <- df + sum(o)
  }
  list(statistic = d2, df = df, p = pchisq(d2, df, lower.tail = FALSE), n = nrow(x),
       n_patterns = length(unique(key)))
}
simulate <- function(seed, n, p, mar) {
  set.seed(seed)
  x <- round(4 + matrix(rnorm(n * p), n) + rnorm(n), 2)
  if (mar) { x[x[, 1] > 4.5 & runif(n) < .5, 2] <- NA; x[x[, 3] < 3.5 & runif(n) < .4, p] <- NA }
  else x[sample(length(x), round(.08 * length(x)))] <- NA
  x
}
shaped <- function(seed, n, p, shape) {
  set.seed(seed)
  x <- round(4 + matrix(rnorm(n * p), n) + rnorm(n), 2)
  if (shape == "monotone") { last <- sample(2:(p + 2), n, TRUE); x[col(x) > last] <- NA }
  if (shape == "few") { x[1:20, 1] <- NA; x[21:35, 2:3] <- NA }
  if (shape == "nearly_empty") x[-sample(n, 14), p] <- NA  # the other columns are full
  x
}
cases <- list(list("monotone", shaped(3, 100, 5, "monotone")),
              list("few_patterns", shaped(4, 90, 4, "few")),
              list("one_column_nearly_empty", shaped(5, 100, 4, "nearly_empty")),
              list("random_holes", simulate(1, 120, 5, FALSE)),
              list("holes_by_another", simulate(2, 150, 4, TRUE)),
              list("airquality", as.matrix(airquality)))
simulated <- lapply(cases, function(d) list(case = d[[1]], answers = unname(d[[2]]),
                                            expected = little(d[[2]])))
files <- list(list("HS_missing.csv", paste0("x", 1:9)),
              list("seminr_corp_rep_data_na.csv", c(paste0("comp_", 1:3),
                   paste0("like_", 1:3), paste0("cusl_", 1:3))),
              list("bfi.csv", paste0("A", 1:5)))
folder <- commandArgs(TRUE)[1]
from_files <- if (is.na(folder)) NULL else lapply(files, function(f)
  list(file = f[[1]], columns = f[[2]],
       expected = little(as.matrix(read.csv(file.path(folder, f[[1]]))[, f[[2]]]), FALSE)))
write(toJSON(list(software = paste("R", getRversion(), "base"), simulated = simulated,
                  files = from_files), digits = 15, na = "null", auto_unbox = TRUE),
      "little.json")
