# R 4.2.2, psych 2.2.9, lavaan 0.6-14, jsonlite 1.8.4
# Writes the JSON files beside this script: Rscript make_references.R
# All data are simulated here; values are rounded so that the JSON holds them
# exactly.
suppressPackageStartupMessages({
  library(psych)
  library(lavaan)
  library(jsonlite)
})
software <- paste0(
  "R ", getRversion(), ", psych ", packageVersion("psych"),
  ", lavaan ", packageVersion("lavaan")
)
script <- "make_references.R"
write_case <- function(name, content) {
  content <- c(list(script = script, software = software), content)
  text <- toJSON(content, digits = NA, auto_unbox = TRUE, null = "null", na = "null")
  writeLines(text, paste0(name, ".json"), useBytes = TRUE)
}

simulate_scale <- function(n, loadings, points = 7, seed = 1) {
  set.seed(seed)
  k <- length(loadings)
  factor_scores <- rnorm(n)
  noise <- matrix(rnorm(n * k), n) %*% diag(sqrt(1 - loadings^2))
  z <- outer(factor_scores, loadings) + noise
  middle <- (points + 1) / 2
  pmin(pmax(round(middle + 1.4 * z), 1), points)
}

one_scale <- function(x) {
  k <- ncol(x)
  frame <- as.data.frame(x)
  names(frame) <- paste0("i", seq_len(k))
  a <- suppressWarnings(alpha(frame, check.keys = FALSE, warnings = FALSE))
  case <- list(
    scores = x,
    alpha = a$total$raw_alpha,
    alpha_standardised = a$total$std.alpha,
    feldt_low = a$feldt$lower.ci[[1]],
    feldt_high = a$feldt$upper.ci[[1]],
    citc = a$item.stats$r.drop
  )
  if (k > 2) {
    case$alpha_if_deleted <- a$alpha.drop$raw_alpha
    lam <- paste0("l", seq_len(k))
    the <- paste0("t", seq_len(k))
    items <- names(frame)
    model <- paste0(
      "F =~ ", paste0(lam, "*", items, collapse = " + "), "\n",
      paste0(items, " ~~ ", the, "*", items, collapse = "\n"), "\n",
      "omega := (", paste(lam, collapse = " + "), ")^2 / ((",
      paste(lam, collapse = " + "), ")^2 + ", paste(the, collapse = " + "), ")\n"
    )
    fit <- suppressWarnings(cfa(model, frame, std.lv = TRUE))
    p <- parameterEstimates(fit)
    o <- p[p$op == ":=", ]
    case$loadings <- p$est[p$op == "=~"]
    case$loading_se <- p$se[p$op == "=~"]
    case$residual_variances <- p$est[p$op == "~~" & p$lhs %in% items]
    case$omega <- o$est
    case$omega_se <- o$se
    case$omega_low <- o$ci.lower
    case$omega_high <- o$ci.upper
  }
  case
}

write_case("psych_alpha", list(cases = list(
  one_scale(simulate_scale(180, c(.8, .75, .7, .85), seed = 11)),
  one_scale(simulate_scale(90, c(.6, .5, .7), seed = 12)),
  one_scale(simulate_scale(250, c(.9, .4, .6, .3, .7, .5), seed = 13)),
  one_scale(simulate_scale(120, c(.8, .8), seed = 14))
)))

# negative residual variance: the correlations of three items do not agree
heywood <- function() {
  set.seed(21)
  n <- 150
  a <- rnorm(n); b <- rnorm(n)
  x <- cbind(a + b, a + .3 * rnorm(n), b + .3 * rnorm(n))
  round(x, 2)
}
write_case("psych_alpha_heywood", list(cases = list(one_scale(heywood()))))

pairwise <- local({
  x <- simulate_scale(200, c(.8, .7, .6, .75), seed = 31)
  set.seed(32)
  x[matrix(runif(length(x)) < .08, nrow(x))] <- NA
  a <- suppressWarnings(alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE))
  list(
    scores = x, alpha = a$total$raw_alpha,
    feldt_low = a$feldt$lower.ci[[1]], feldt_high = a$feldt$upper.ci[[1]]
  )
})
write_case("psych_alpha_pairwise", list(cases = list(pairwise)))

describe_case <- function(values) {
  d <- describe(values, type = 2)
  list(
    values = values, mean = d$mean, sd = d$sd,
    skewness = d$skew, kurtosis = d$kurtosis
  )
}
write_case("psych_describe", list(cases = list(
  describe_case(simulate_scale(60, c(.5, .5), seed = 41)[, 1]),
  describe_case(c(1, 1, 2, 7, NA, 3)),
  describe_case(c(1, 2, 5, 7))
)))

# htmt by its definition, on correlations
htmt_case <- local({
  first <- simulate_scale(150, c(.8, .7, .6), seed = 51)
  set.seed(52)
  mix <- rowMeans(first)
  second <- round(cbind(mix + rnorm(150), mix + rnorm(150), -mix + 1.5 * rnorm(150)), 2)
  x <- cbind(first, second)
  r <- abs(cor(x))
  within <- function(b) mean(b[lower.tri(b)])
  list(
    scores = x,
    htmt = mean(r[1:3, 4:6]) / sqrt(within(r[1:3, 1:3]) * within(r[4:6, 4:6]))
  )
})
write_case("htmt", list(cases = list(htmt_case)))
