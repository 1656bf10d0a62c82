# R 4.2.2, lavaan 0.6-14, lme4 1.1-31, sandwich 3.0-2, jsonlite
# Rscript paradox_designs.R: reads paradox_designs.csv, writes paradox_designs.json
suppressMessages({library(lavaan); library(lme4); library(sandwich); library(jsonlite)})
d <- read.csv("paradox_designs.csv")
d$after <- rowMeans(d[, paste0("OSAT", 1:4)])
d$before <- rowMeans(d[, paste0("OSATB", 1:4)])
two <- d[d$condition %in% c("none", "best"), ]
two$treated <- as.numeric(two$condition == "best")
best <- two[two$treated == 1, ]
hc3 <- function(fit, name) list(est = unname(coef(fit)[name]),
  se = unname(sqrt(diag(vcovHC(fit, "HC3")))[name]), df = df.residual(fit))
at <- function(fit, names, weights) { V <- vcovHC(fit, "HC3")[names, names]
  list(est = sum(weights * coef(fit)[names]), se = sqrt(drop(t(weights) %*% V %*% weights))) }

pt <- t.test(best$after, best$before, paired = TRUE)
two$change <- two$after - two$before
did <- t.test(change ~ factor(treated, c(1, 0)), data = two)

# moderator among the treated only, and in both groups
centre <- mean(best$SEVX)
two$inside <- ifelse(two$treated == 1, two$SEVX - centre, 0)
two$m <- two$SEVX - centre
alone <- lm(after ~ treated + inside, two)
both <- lm(after ~ treated * m, two)
low <- mean(best$SEVX) - sd(best$SEVX)


means <- '
  OSAT =~ 1*OSAT1 + c(l2, l2)*OSAT2 + c(l3, l3)*OSAT3 + c(l4, l4)*OSAT4
  OSAT1 ~ 0*1
  OSAT2 ~ c(t2, t2)*1
  OSAT3 ~ c(t3, t3)*1
  OSAT4 ~ c(t4, t4)*1
  OSAT ~ c(d1, d2)*1
  points := (d2 - d1) * (1 + l2 + l3 + l4) / 4'
two$condition <- factor(two$condition, c("none", "best"))
two <- two[order(two$condition), ]
latent <- parameterEstimates(cfa(means, two, group = "condition"), level = .9)
latent <- latent[latent$label == "points", ]

change <- function(groups) {
  rep2 <- function(a) if (groups == 1) a else sprintf("c(%s, %s)", a, a)
  own <- function(a) if (groups == 1) paste0(a, "1") else sprintf("c(%s1, %s2)", a, a)
  lines <- c(
    sprintf("B =~ 1*OSATB1 + %s*OSATB2 + %s*OSATB3 + %s*OSATB4", rep2("L2"), rep2("L3"), rep2("L4")),
    sprintf("A =~ 1*OSAT1 + %s*OSAT2 + %s*OSAT3 + %s*OSAT4", rep2("L2"), rep2("L3"), rep2("L4")),
    "OSATB1 ~ 0*1", "OSAT1 ~ 0*1",
    sprintf("OSATB%d ~ %s*1", 2:4, sapply(paste0("T", 2:4), rep2)),
    sprintf("OSAT%d ~ %s*1", 2:4, sapply(paste0("T", 2:4), rep2)),
    sprintf("OSATB%d ~~ OSAT%d", 1:4, 1:4),
    # the latent change score model as written by McArdle
    "A ~ 1*B", "A ~~ 0*A", "A ~ 0*1", "C =~ 1*A", "C ~~ C", "C ~~ B",
    sprintf("B ~ %s*1", own("m")), sprintf("C ~ %s*1", own("d")),
    sprintf("points := %s * (1 + L2 + L3 + L4) / 4", if (groups == 1) "d1" else "(d2 - d1)"))
  paste(lines, collapse = "\n")
}
lcs <- function(data, groups) {
  fit <- suppressWarnings(sem(change(groups), data, group = if (groups == 2) "condition" else NULL))
  p <- parameterEstimates(fit); row <- p[p$label == "points", ]
  v <- p[p$lhs == "C" & p$op == "~~" & p$rhs == "C", "est"]
  cb <- p[p$op == "~~" & ((p$lhs == "C" & p$rhs == "B") | (p$lhs == "B" & p$rhs == "C")), "est"]
  list(est = row$est, se = row$se, variance = tail(v, 1), covariance = tail(cb, 1),
       chisq = unname(fitMeasures(fit, "chisq")), df = unname(fitMeasures(fit, "df")))
}

long <- rbind(data.frame(id = seq_len(nrow(d)), g = d$condition, t = 1, y = d$before),
              data.frame(id = seq_len(nrow(d)), g = d$condition, t = 2, y = d$after))
long$o2 <- as.numeric(long$t == 2)
long$best <- as.numeric(long$g == "best"); long$poor <- as.numeric(long$g == "poor")
mixed <- lmer(y ~ o2 * best + o2 * poor + (1 | id), long)
cm <- summary(mixed)$coefficients
# a sequence contrast: poor against the mean of the other two, own variances
g <- split(d$after, d$condition)[c("poor", "best", "none")]
w <- c(1, -.5, -.5)
parts <- w^2 * sapply(g, var) / lengths(g)
contrast <- list(est = sum(w * sapply(g, mean)), se = sqrt(sum(parts)),
  df = sum(parts)^2 / sum(parts^2 / (lengths(g) - 1)))

out <- list(
  within = list(est = unname(pt$estimate), se = pt$stderr, df = unname(pt$parameter)),
  did = list(est = unname(-diff(did$estimate)), se = did$stderr, df = unname(did$parameter)),
  ancova = hc3(lm(after ~ treated + before, two), "treated"),
  moderated_treated = c(hc3(alone, "inside"), list(low = at(alone, c("treated", "inside"), c(1, low - centre)), low_value = low)),
  moderated_both = c(hc3(both, "treated:m"), list(low = at(both, c("treated", "treated:m"), c(1, low - centre)))),
  latent_mean = list(est = latent$est, se = latent$se),
  latent_change = lcs(best, 1), latent_change_difference = lcs(two, 2),
  mixed = list(est = as.list(cm[, 1]), se = as.list(cm[, 2]), sigma = sigma(mixed)),
  contrast = contrast)
write_json(out, "paradox_designs.json", auto_unbox = TRUE, digits = 12, pretty = TRUE)
