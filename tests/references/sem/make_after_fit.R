# What lavaan says after a fit: written to after_fit.json.
# R 4.2.2, lavaan 0.6-14, jsonlite; Holzinger & Swineford (1939) and Political
# Democracy as lavaan ships them.
suppressMessages({library(lavaan); library(jsonlite)})
# lavaan's search is begun again where it stopped: it stops a little early
again <- function(fit, ...) { f <- fit(...); for (i in 1:3) f <- fit(..., start = f); f }
cfa <- function(...) again(lavaan::cfa, ...)
sem <- function(...) again(lavaan::sem, ...)
HS <- HolzingerSwineford1939
# centred: lavaan's search of the model with covariates then ends nearer, and a
# restart would change how it weighs fixed x
HS$age <- HS$ageyr + HS$agemo / 12 - 13.5
cfa3 <- "visual =~ x1+x2+x3\ntextual =~ x4+x5+x6\nspeed =~ x7+x8+x9"
held <- "visual =~ x1+a*x2+a*x3\ntextual =~ x4+b*x5+b*x6\nspeed =~ x7+x8+x9\nvisual ~~ 0*speed"
labelled <- "visual =~ x1+a*x2+b*x3\ntextual =~ x4+c*x5+d*x6\nspeed =~ x7+x8+x9"
covariate <- paste(cfa3, "speed ~ age + visual\ntextual ~ age + sex", sep = "\n")
out <- list(versions = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan"))))

lrt <- list()
for (est in c("ML", "MLM", "MLR", "MLMV", "MLMVS")) {
  f1 <- cfa(cfa3, HS, estimator = est); f0 <- cfa(held, HS, estimator = est)
  ways <- if (est == "ML") "default" else
    c("satorra.bentler.2001", "satorra.bentler.2010", "satorra.2000")
  for (way in ways) {
    r <- suppressWarnings(lavTestLRT(f1, f0, method = way))
    lrt[[length(lrt) + 1]] <- list(estimator = est, method = way, group = NA,
      chisq = r[2, "Chisq diff"], df = r[2, "Df diff"], p = r[2, "Pr(>Chisq)"])
  }
}
f1 <- cfa(cfa3, HS, estimator = "MLM", group = "school")
f0 <- cfa(cfa3, HS, estimator = "MLM", group = "school", group.equal = "loadings")
for (way in c("satorra.bentler.2001", "satorra.2000")) {
  r <- lavTestLRT(f1, f0, method = way)
  lrt[[length(lrt) + 1]] <- list(estimator = "MLM", method = way, group = "school",
    chisq = r[2, "Chisq diff"], df = r[2, "Df diff"], p = r[2, "Pr(>Chisq)"])
}
out$lrt <- lrt

table_of <- function(fit) {
  m <- modindices(fit)
  if (is.null(m$group)) m$group <- 1
  m[, c("lhs", "op", "rhs", "group", "mi", "epc", "sepc.lv", "sepc.all", "sepc.nox")]
}
fits <- list(
  cfa = cfa(cfa3, HS), 
  # a start changes how lavaan weighs fixed x, so here the stop is tightened
  covariate = lavaan::sem(covariate, HS, meanstructure = TRUE),
  held = cfa(held, HS), gls = cfa(cfa3, HS, estimator = "GLS"),
  metric = cfa(cfa3, HS, group = "school", group.equal = "loadings"))
out$mi <- lapply(fits, table_of)

w <- cfa(labelled, HS)
out$wald <- lapply(list(c("a == b"), c("a == b\nc == d"), c("a*c == 0.5")),
  function(text) c(list(text = text), lavTestWald(w, text)[c("stat", "df", "p.value")]))
score <- function(test) list(total = as.list(test$test[1, c("X2", "df", "p.value")]),
  single = test$uni$X2, epc = test$uni$epc)
out$score <- list(
  held = score(lavTestScore(fits$held)), metric = score(lavTestScore(fits$metric)),
  add = score(lavTestScore(fits$cfa, add = "x1 ~~ x4\nvisual =~ x9", epc = TRUE)))

residual <- function(fit, type) {
  r <- lavResiduals(fit, type = type, zstat = TRUE, output = "table")
}
res <- list()
for (name in c("cfa", "metric")) for (type in c("raw", "cor.bollen", "cor.bentler",
                                                 "normalized", "standardized")) {
  r <- resid(fits[[name]], type = type)
  if (name == "cfa") r <- list(r)
  res[[name]][[type]] <- lapply(unname(r), function(g) list(
    cov = unname(unclass(as.matrix(g$cov))), mean = if (is.null(g$mean)) NULL else unname(g$mean)))
}
out$residuals <- res

pd <- sem("ind60 =~ x1+x2+x3\ndem60 =~ y1+y2+y3+y4\ndem65 =~ y5+y6+y7+y8
  dem60 ~ ind60\ndem65 ~ ind60 + dem60\ny1~~y5\ny2~~y4+y6\ny3~~y7\ny4~~y8\ny6~~y8",
  PoliticalDemocracy)
heads <- function(fit, method) {
  s <- lavPredict(fit, method = method); if (is.list(s)) s <- do.call(rbind, s)
  unname(as.matrix(head(s, 5)))
}
out$scores <- list()
for (name in c("regression", "Bartlett")) out$scores[[tolower(name)]] <- list(
  cfa = heads(fits$cfa, name), democracy = heads(pd, name), metric = heads(fits$metric, name))

out$standardised <- lapply(c(all = "std.all", lv = "std.lv", nox = "std.nox"),
  function(type) {
    s <- standardizedSolution(fits$covariate, type = type)
    s[, c("lhs", "op", "rhs", "est.std", "se")]
  })
wanted <- c("ifi", "rni", "rfi", "pnfi", "gfi", "agfi", "pgfi", "ecvi", "mfi", "cn_05", "cn_01")
out$indices <- lapply(fits[c("cfa", "covariate", "held", "metric", "gls")],
  function(f) as.list(fitMeasures(f, wanted)))
write(toJSON(out, digits = 10, auto_unbox = TRUE, na = "null", dataframe = "rows"),
      "after_fit.json")
