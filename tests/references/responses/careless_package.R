# Values of R careless 1.2.2 for the indices of careless responding.
# R 4.2.2, careless 1.2.2, psych 2.2.9, jsonlite.
# Run: Rscript careless_package.R [folder with bfi.csv ...]
#
# The package was built from its R sources. Those of longstring, evenodd, mahad,
# psychsyn, psychant and psychsyn_critval have the MD5 that CRAN lists for 1.2.2; the
# body of irv is from a copy of it, with the arguments its help page has.
#
# Answers are simulated here with fixed seeds and stored as one string a respondent,
# one letter an answer (0-9, A = 10, . = missing). Of files named on the command line
# only values of the indices are stored, no answers.
#
# What the package does that its manual does not say, kept here as it is:
# - evenodd() needs a data frame: colnames() of a matrix's row is NULL, so that of a
#   matrix only the first two items of each scale are ever read (`matrix`);
# - evenodd(diag = TRUE) builds its column from a list: respondent i's number of
#   usable scales stands in column i + 1 of the data frame;
# - psychsyn() swaps the items of pairs at random where a correlation is not defined
#   (resample_na = TRUE: `invented` has what it then gives); psychant() cannot switch it off, so
#   antonyms come from psychsyn(anto = TRUE, resample_na = FALSE);
# - both take the absolute value of critval.

suppressMessages({library(careless); library(jsonlite)})
quiet <- suppressWarnings
stopifnot(packageVersion("careless") == "1.2.2")

best_pairs <- function(x, anto) {
  r <- psychsyn_critval(x, anto = anto)
  r <- r[!is.na(r$cor), ]
  at <- head(seq_len(nrow(r)), 20)
  list(n = nrow(r), item = as.integer(r$var1)[at], other = as.integer(r$var2)[at],
       correlation = r$cor[at])
}
pairs_of <- function(x, critval, anto, seed) {
  found <- tryCatch(psychsyn(x, critval, anto, diag = TRUE, resample_na = FALSE),
                    error = function(e) NULL)
  if (is.null(found)) return(NULL)
  set.seed(seed)
  resampled <- psychsyn(x, critval, anto)
  stopifnot(identical(resampled[!is.na(found$cor)], found$cor[!is.na(found$cor)]))
  list(values = found$cor, n_pairs = found$numPairs,
       invented = I(resampled[is.na(found$cor)]))
}
distances <- function(x) tryCatch({
  d <- quiet(mahad(x, plot = FALSE, flag = TRUE))
  strict <- quiet(mahad(x, plot = FALSE, flag = TRUE, confidence = .999))
  stopifnot(identical(quiet(mahad(x, plot = FALSE)), d$d_sq))
  list(values = d$d_sq, beyond_99 = I(which(d$flagged)),
       beyond_999 = I(which(strict$flagged)))
}, error = function(e) NULL)
halves <- function(keyed, factors) {
  diag <- quiet(evenodd(keyed, factors, diag = TRUE))
  list(values = diag[, 1], n_scales = as.integer(unlist(diag[1, -1])),
       matrix = quiet(evenodd(as.matrix(keyed), factors)))
}
indices <- function(x, keyed, factors, critical, critical_antonyms, splits) {
  runs <- longstring(x, avg = TRUE)
  stopifnot(identical(longstring(x), runs$longstr))
  stretches <- irv(x, split = TRUE, num.split = splits)
  stopifnot(identical(unname(irv(x)), unname(stretches$irvTotal)))
  list(longstring = runs$longstr, avgstring = runs$avgstr,
       irv = stretches$irvTotal, irv_split = as.list(unname(stretches[-1])),
       mahalanobis = distances(x), even_odd = halves(keyed, factors),
       synonyms = pairs_of(x, critical, FALSE, 1),
       antonyms = pairs_of(x, critical_antonyms, TRUE, 2),
       highest = best_pairs(x, FALSE), lowest = best_pairs(x, TRUE))
}

# One factor a scale; every third item of a scale is keyed against the others.
simulate <- function(seed, n, factors, points, loading) {
  set.seed(seed)
  f <- length(factors); p <- sum(factors)
  theta <- matrix(rnorm(n * f), n) %*% chol(0.3 + diag(0.7, f))
  y <- loading * theta[, rep(seq_len(f), factors)] +
    sqrt(1 - loading^2) * matrix(rnorm(n * p), n)
  x <- matrix(pmin(points, pmax(1, round((points + 1) / 2 + y * points / 5))), n)
  reversed <- which(sequence(factors) %% 3 == 0)
  x[, reversed] <- points + 1 - x[, reversed]
  list(x = x, factors = factors, points = points, reversed = reversed)
}
plant <- function(d, change) { d$x <- change(d$x, d$points); d }
straight <- function(x, points) {
  n <- nrow(x); p <- ncol(x)
  x[1:4, ] <- rep(c(1, 3, points, 4), p)
  x[5, seq_len(p %/% 2)] <- 2                                 # half the form
  x[6, ] <- rep_len(c(1, points), p); x[7, ] <- rep_len(1:3, p)
  x[8:11, ] <- sample(points, 4 * p, TRUE)
  x
}
holes <- function(x, points) {
  n <- nrow(x); p <- ncol(x)
  x[sample(length(x), round(.05 * length(x)))] <- NA
  x[cbind(rep(1:8, each = 6), (p - 5):p)] <- NA               # broken off
  x[9:20, 2] <- NA                                            # one item skipped
  x[21, ] <- NA; x[22, -1] <- NA; x[23, -(1:2)] <- NA         # 0, 1, 2 answers
  x[24, seq(1, p, 2)] <- NA                                   # every second
  x[n, ] <- NA
  x
}
ties <- function(x, points) {
  p <- ncol(x)
  x[, 2] <- x[, 1]; x[, 5] <- points + 1 - x[, 4]             # nearly the same item
  x[1:3, ] <- rep(c(2, 3, 4), p)
  x[4, ] <- rep_len(c(2, 4), p)                               # halves constant
  x[5:6, ] <- x[c(7, 7), ]                                    # copies
  x
}
constant_item <- function(x, points) { x <- ties(x, points); x[, 3] <- 2; x }
# Among them pairs of columns that correlate exactly .5: none lies beyond .5.
exact_ties <- function(x, points) {
  square <- rbind(c(1, 1, 2), c(1, 1, 2), c(1, 2, 2), c(2, 1, 1), c(2, 2, 1),
                  c(2, 2, 1), c(2, 1, 1), c(1, 2, 2), c(1, 1, 2), c(2, 2, 1),
                  c(1, 1, 1), c(2, 2, 2))
  x[] <- rep(c(1, 2), length.out = length(x))
  x[, 1:3] <- square[rep_len(1:12, nrow(x)), ]
  x[, 4:6] <- 3 - square[rep_len(c(3:12, 1:2), nrow(x)), ]
  x[, 7:9] <- 1 + (outer(seq_len(nrow(x)), c(1, 2, 3)) %/% 4) %% 2
  x
}

five <- rep(5, 6)
cases <- list(
  clean_five_points = list(simulate(71, 60, five, 5, .8), .4, -.4, 3),
  straight_lines = list(plant(simulate(72, 60, five, 5, .85), straight), .5, -.5, 4),
  holes = list(plant(simulate(73, 70, five, 5, .9), holes), .5, -.5, 3),
  opposites = list(simulate(74, 60, rep(6, 4), 7, .95), .6, -.6, 5),
  unequal_scales = list(simulate(75, 60, c(2, 4, 1, 7, 2, 3, 2), 5, .9), .5, -.5, 2),
  ties = list(plant(simulate(76, 50, c(3, 3, 4, 2), 5, .9), ties), .6, -.6, 3),
  constant_item = list(plant(simulate(77, 50, c(3, 3, 4, 2), 5, .9), constant_item),
                       .6, -.6, 11),
  exact_ties = list(plant(simulate(78, 48, c(3, 3, 3), 2, .5), exact_ties), .5, -.5, 4),
  seven_points_thirty = list(simulate(79, 30, c(4, 4, 4, 4), 7, .85), .6, -.6, 3),
  ten_points_holes = list(plant(simulate(80, 60, c(4, 6, 3, 5), 10, .9), holes),
                          .6, -.6, 17),
  few_pairs = list(simulate(81, 40, c(2, 2, 2), 5, .9), .7, -.6, 2)
)
letters_of <- function(x) apply(x, 1, function(row) paste(
  ifelse(is.na(row), ".", c(0:9, "A")[row + 1]), collapse = ""))
simulated <- lapply(names(cases), function(name) {
  d <- cases[[name]][[1]]
  x <- as.data.frame(d$x)
  keyed <- x; keyed[d$reversed] <- d$points + 1 - keyed[d$reversed]
  list(case = name, answers = letters_of(d$x), factors = d$factors,
       reversed = I(d$reversed), points = d$points, critical = cases[[name]][[2]],
       critical_antonyms = cases[[name]][[3]], splits = cases[[name]][[4]],
       expected = indices(x, keyed, d$factors, cases[[name]][[2]],
                          cases[[name]][[3]], cases[[name]][[4]]))
})

# Files: name, columns, scale sizes, reversed columns, points, critical values.
files <- list(
  list("bfi.csv", c(paste0("A", 1:5), paste0("C", 1:5), paste0("E", 1:5),
                    paste0("N", 1:5), paste0("O", 1:5)), rep(5, 5),
       c("A1", "C4", "C5", "E1", "E2", "O2", "O5"), 6, .5, -.25),
  list("seminr_corp_rep_data_na.csv", c(paste0("comp_", 1:3), paste0("like_", 1:3),
       paste0("cusl_", 1:3)), c(3, 3, 3), character(), 7, .6, -.6),
  list("acsi2015.csv", c("SATIS", "CONFIRM", "IDEAL", "OVERALLX", "CUSTOMX",
       "WRONGX", "OVERALLQ", "CUSTOMQ", "WRONGQ", "PQ", "QP"), c(3, 3, 3, 2),
       character(), 10, .6, -.6),
  list("HS_missing.csv", paste0("x", 1:9), c(3, 3, 3), character(), 9, .3, -.6),
  list("plspm_satisfaction.csv", c(paste0("imag", 1:5), paste0("expe", 1:5),
       paste0("qual", 1:5), paste0("val", 1:4), paste0("sat", 1:4),
       paste0("loy", 1:4)), c(5, 5, 5, 4, 4, 4), character(), 10, .6, -.6)
)
summary_of <- function(v) {
  v <- as.numeric(v)
  list(first = head(v, 25), n_na = sum(is.na(v)), mean = mean(v, na.rm = TRUE),
       sd = sd(v, na.rm = TRUE), max = max(v, na.rm = TRUE))
}
folder <- commandArgs(TRUE)[1]
from_files <- if (is.na(folder)) NULL else lapply(files, function(f) {
  x <- read.csv(file.path(folder, f[[1]]))[f[[2]]]
  keyed <- x; keyed[f[[4]]] <- f[[5]] + 1 - keyed[f[[4]]]
  all <- indices(x, keyed, f[[3]], f[[6]], f[[7]], 3)
  found <- c(all[c("longstring", "avgstring", "irv")],
             list(mahalanobis = all$mahalanobis$values, even_odd = all$even_odd$values,
                  synonyms = all$synonyms$values, synonym_pairs = all$synonyms$n_pairs))
  if (!is.null(all$antonyms)) found$antonyms <- all$antonyms$values
  list(file = f[[1]], columns = f[[2]], factors = f[[3]], reversed = I(f[[4]]),
       points = f[[5]], critical = f[[6]], critical_antonyms = f[[7]],
       expected = lapply(found, summary_of))
})

version_of <- function(p) as.character(packageVersion(p))
write(toJSON(list(software = paste0("R ", getRversion(), "; careless ",
                                    version_of("careless"), "; psych ",
                                    version_of("psych")),
                  simulated = simulated, files = from_files),
             digits = I(13), na = "null", auto_unbox = TRUE), "careless_package.json")
