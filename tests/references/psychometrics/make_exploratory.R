# R 4.2.2, psych 2.2.9, GPArotation 2022.10-2, semTools 0.5-6, jsonlite 1.8.4
# Writes exploratory.json beside this script: Rscript make_exploratory.R
# All data are simulated here; values are rounded so that the JSON holds them
# exactly.
suppressPackageStartupMessages({
  library(psych)
  library(GPArotation)
  library(jsonlite)
})

simulate_items <- function(n, pattern, phi, seed, points = NULL) {
  set.seed(seed)
  k <- nrow(pattern)
  common <- matrix(rnorm(n * ncol(pattern)), n) %*% chol(phi) %*% t(pattern)
  unique_sd <- sqrt(1 - diag(pattern %*% phi %*% t(pattern)))
  x <- common + matrix(rnorm(n * k), n) %*% diag(unique_sd)
  if (!is.null(points)) x <- pmin(pmax(round((points + 1) / 2 + 1.2 * x), 1), points)
  colnames(x) <- paste0("i", seq_len(k))
  round(x, 4)
}
pattern3 <- rbind(
  cbind(c(.8, .7, .6, .5), .1, 0), cbind(0, c(.75, .65, .55, .7), .1),
  cbind(.15, 0, c(.6, .7, .8, .4))
)
phi3 <- matrix(c(1, .4, .3, .4, 1, .5, .3, .5, 1), 3)
continuous <- simulate_items(240, pattern3, phi3, 11)
ordinal <- simulate_items(260, pattern3, phi3, 12, points = 5)
holes <- ordinal
set.seed(13)
holes[sample(length(holes), 180)] <- NA
small <- simulate_items(45, pattern3, phi3, 14)
noise <- { set.seed(15); x <- round(matrix(rnorm(60 * 8), 60), 4); colnames(x) <- paste0("i", 1:8); x }

solution <- function(x, n_factors, fm, rotation, cor = "cor", ...) {
  f <- suppressWarnings(suppressMessages(
    fa(x, n_factors, rotate = rotation, fm = fm, cor = cor, ...)
  ))
  loadings <- unclass(f$loadings)
  list(
    n_factors = n_factors, method = fm, rotation = rotation,
    loadings = matrix(loadings, nrow(loadings)), phi = f$Phi,
    communality = unname(f$communality), complexity = unname(f$complexity),
    ss_loadings = unname(f$Vaccounted[1, ]),
    df = f$dof, objective = f$objective, objective_null = f$null.model,
    chisq = f$STATISTIC, p = f$PVAL, chisq_null = f$null.chisq,
    chisq_empirical = f$chi, rmsr = f$rms, rmsr_corrected = f$crms,
    rmsea = unname(f$RMSEA[1:3]), tli = f$TLI, bic = f$BIC, sabic = f$SABIC,
    bic_empirical = f$EBIC, fit = f$fit, fit_off_diagonal = f$fit.off
  )
}
case <- function(name, x, n_factors, cor = "cor",
                 rotations = c("none", "varimax", "promax", "oblimin", "quartimin")) {
  solutions <- list()
  for (fm in c("minres", "ml", "pa")) for (rotation in rotations) {
    if (rotation == "promax" || fm == "minres" || rotation == "oblimin") {
      found <- solution(x, n_factors, fm, rotation, cor)
      solutions[[length(solutions) + 1]] <- found
    }
  }
  adequacy <- suppressMessages(KMO(x))
  spherical <- suppressMessages(cortest.bartlett(x))
  horn <- suppressWarnings(suppressMessages(
    { set.seed(1); fa.parallel(x, n.iter = 200, plot = FALSE) }
  ))
  partials <- suppressWarnings(suppressMessages(vss(x, n = 6, plot = FALSE)$map))
  list(
    name = name, scores = unname(x), correlation = cor, solutions = solutions,
    kmo = adequacy$MSA, kmo_items = unname(adequacy$MSAi),
    bartlett = list(chisq = spherical$chisq, df = spherical$df, p = spherical$p.value),
    parallel = list(
      n_factors = horn$nfact, n_components = horn$ncomp,
      factor_eigenvalues = horn$fa.values, component_eigenvalues = horn$pc.values,
      factor_chance = horn$fa.sim, component_chance = horn$pc.sim
    ),
    map = partials
  )
}
normality <- function(x) {
  m <- mardia(x, plot = FALSE)
  skewed <- semTools::mardiaSkew(x)
  peaked <- semTools::mardiaKurtosis(x)
  list(
    scores = unname(x), skewness = m$b1p, kurtosis = m$b2p, chisq = m$skew,
    chisq_corrected = m$small.skew, p = m$p.skew, p_corrected = m$p.small,
    z = m$kurtosis, p_kurtosis = m$p.kurt,
    semtools = c(unname(skewed[1:2]), unname(peaked[1:2]))
  )
}
oblimin_gamma <- function(x) {
  loadings <- fa(x, 3, rotate = "none")$loadings
  lapply(list(-1, -4), function(gamma) {
    rotated <- oblimin(loadings, gam = gamma, eps = 1e-10, maxit = 20000)
    list(gamma = gamma, loadings = unname(unclass(rotated$loadings)), phi = unname(rotated$Phi))
  })
}
plain_promax <- function(x) {
  f <- fa(x, 3, rotate = "Promax")
  list(loadings = matrix(unclass(f$loadings), ncol(x)), phi = unname(f$Phi))
}
kaiser_oblimin <- function(x) {
  f <- fa(x, 3, rotate = "oblimin", normalize = TRUE)
  list(loadings = matrix(unclass(f$loadings), ncol(x)), phi = unname(f$Phi))
}
content <- list(
  script = "make_exploratory.R",
  software = paste0(
    "R ", getRversion(), ", psych ", packageVersion("psych"), ", GPArotation ",
    packageVersion("GPArotation"), ", semTools ", packageVersion("semTools")
  ),
  cases = list(
    case("continuous", continuous, 3), case("holes", holes, 3),
    case("small", small, 4), case("noise", noise, 2)
  ),
  polychoric = {
    found <- suppressWarnings(suppressMessages(polychoric(ordinal, correct = 0)))
    list(
      scores = unname(ordinal), rho = unname(found$rho),
      solution = solution(found$rho, 3, "minres", "oblimin", n.obs = nrow(ordinal))
    )
  },
  mardia = list(normality(continuous), normality(ordinal[1:40, 1:5])),
  oblimin = oblimin_gamma(continuous),
  plain_promax = plain_promax(continuous),
  kaiser_oblimin = kaiser_oblimin(continuous)
)
text <- toJSON(content, digits = NA, auto_unbox = TRUE, null = "null", na = "null")
writeLines(text, "exploratory.json", useBytes = TRUE)
