# R 4.2.2, psych 2.2.9, lavaan 0.6-14, semTools 0.5-6, lme4 1.1-31, jsonlite 1.8.4
# Writes reliability.json beside this script: Rscript make_reliability.R
# All data are simulated here; points are whole numbers, so the JSON holds them
# exactly.
suppressPackageStartupMessages({
  library(psych)
  library(lavaan)
  library(semTools)
  library(jsonlite)
})
quiet <- function(x) suppressWarnings(suppressMessages(x))
set.seed(20)
n <- 260
loadings <- matrix(0, 11, 3)
loadings[1:4, 1] <- c(.8, .7, .6, .75)
loadings[5:8, 2] <- c(.65, .8, .55, .7)
loadings[9:11, 3] <- c(.7, .6, .8)
phi <- matrix(c(1, .85, .4, .85, 1, .3, .4, .3, 1), 3)
eta <- matrix(rnorm(n * 3), n) %*% chol(phi)
z <- eta %*% t(loadings) + matrix(rnorm(n * 11), n) %*% diag(sqrt(1 - rowSums(loadings^2)))
item_names <- paste0("i", 1:11)
points <- as.data.frame(pmin(pmax(round(4 + 1.4 * z), 1), 7))
coarse <- as.data.frame(pmin(pmax(round(2.6 + 1.1 * z - .2 * (z > 0)), 1), 4))
names(points) <- names(coarse) <- item_names
model <- "
  A =~ i1 + i2 + i3 + i4
  B =~ i5 + i6 + i7 + i8
  C =~ i9 + i10 + i11
"
crossed <- paste(model, "\n i1 ~~ i2 \n C =~ i4")
matrix_of <- function(m) {
  list(rows = rownames(m), cols = colnames(m), values = unname(unclass(m)))
}
of_fit <- function(fit) {
  r <- quiet(reliability(fit))
  list(
    reliability = matrix_of(r),
    compRelSEM = as.list(quiet(compRelSEM(fit))),
    AVE = lapply(as.list(quiet(AVE(fit))), function(v) if (is.na(v)) NULL else v)
  )
}
pairs_of <- function(fit) {
  d <- as.data.frame(quiet(discriminantValidity(fit, cutoff = 1)))
  data.frame(
    first = d$lhs, second = d$rhs, est = d$est, ci_low = d$ci.lower,
    ci_high = d$ci.upper, chisq_diff = d[["Chisq diff"]], df_diff = d[["Df diff"]],
    p = d[["Pr(>Chisq)"]]
  )
}
ordered_fit <- function(m, ...) {
  quiet(cfa(m, coarse, estimator = "WLSMV", ordered = item_names, ...))
}
fits <- list(
  ml = quiet(cfa(model, points)),
  mlr = quiet(cfa(model, points, estimator = "MLR")),
  crossed = quiet(cfa(crossed, points)),
  wlsmv = ordered_fit(model),
  theta = ordered_fit(model, parameterization = "theta")
)
one <- function(items) {
  fit <- quiet(cfa(paste("F =~", paste(items, collapse = "+")), coarse,
    estimator = "DWLS", ordered = items
  ))
  r <- quiet(reliability(fit))
  list(
    items = items, observed = unname(quiet(compRelSEM(fit)))[[1]],
    implied = r["omega", 1], alpha_ordinal = r["alpha.ord", 1]
  )
}
schmid_leiman <- function(nf) {
  o <- quiet(omega(facets, nfactors = nf, plot = FALSE))
  list(n_factors = nf, omega_h = o$omega_h, omega_t = o$omega.tot, ecv = o$ECV)
}
icc_of <- function(x) {
  r <- quiet(ICC(x))$results
  a <- quiet(ICC(x, lmer = FALSE))$results
  pick <- function(d) unname(as.matrix(d[, c(2:6, 7, 8)]))
  list(x = unname(as.matrix(x)), reml = pick(r), anova = pick(a))
}
shrout <- matrix(c(
  9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7
), ncol = 4, byrow = TRUE)
again <- round(matrix(rnorm(40, 4, 1.2), 40, 2) + rnorm(80) + rep(c(0, .6), each = 40), 1)
same <- round(matrix(rnorm(30, 4, 1.2), 30, 2) + rnorm(60), 2)
same <- round(sweep(same, 2, colMeans(same)) + rep(c(4, 4.05), each = 30), 2)
coder1 <- sample(1:4, 120, TRUE, c(.4, .3, .2, .1))
coder2 <- ifelse(runif(120) < .65, coder1, sample(1:4, 120, TRUE))
kappa <- cohen.kappa(cbind(coder1, coder2))
linear <- cohen.kappa(cbind(coder1, coder2), w = 1 - abs(outer(0:3, 0:3, "-")) / 3)
alpha <- psych::alpha(points[1:4])
general <- c(.6, .7, .5, .6, .5, .6, .55, .65, .4, .5, .6, .5)
own <- rep(c(.5, .45, .6), each = 4)
facets <- outer(rnorm(300), general) + matrix(rnorm(900), 300)[, rep(1:3, each = 4)] %*%
  diag(own) + matrix(rnorm(3600), 300) %*% diag(sqrt(1 - general^2 - own^2))
facets <- as.data.frame(pmin(pmax(round(4 + 1.4 * facets), 1), 7))
facets[[3]] <- 8 - facets[[3]]
content <- list(
  script = "make_reliability.R",
  software = paste0(
    "R ", getRversion(), ", psych ", packageVersion("psych"), ", lavaan ",
    packageVersion("lavaan"), ", semTools ", packageVersion("semTools")
  ),
  points = as.matrix(points), coarse = as.matrix(coarse), items = item_names,
  model = model, crossed_model = crossed,
  fits = lapply(fits, of_fit),
  pairs = lapply(fits[c("ml", "mlr", "wlsmv")], pairs_of),
  htmt = matrix_of(quiet(htmt(model, points, htmt2 = FALSE))),
  htmt2 = matrix_of(quiet(htmt(model, points, htmt2 = TRUE))),
  htmt_ordered = matrix_of(quiet(htmt(model, coarse, ordered = item_names, htmt2 = FALSE))),
  categorical = list(one(item_names[1:4]), one(item_names[5:8]), one(item_names[9:11])),
  facets = unname(as.matrix(facets)),
  schmid_leiman = lapply(2:3, schmid_leiman),
  icc = list(shrout = icc_of(shrout), again = icc_of(again), same = icc_of(same)),
  kappa = list(
    codes = cbind(coder1, coder2), plain = unname(kappa$confid[1, ]),
    quadratic = kappa$weighted.kappa, linear = linear$weighted.kappa
  ),
  alpha = list(
    ase = alpha$total$ase, lambda6 = alpha$total[["G6(smc)"]],
    mean_r = alpha$total$average_r
  )
)
writeLines(
  toJSON(content, digits = NA, auto_unbox = TRUE, null = "null", na = "null"),
  "reliability.json",
  useBytes = TRUE
)
