# R 4.2.2, jsonlite 1.8.4
# Rscript brant.R > brant.json   (beside families.json, whose answers it reads)
# Brant (1990), Biometrics 46, 1171-1178, from a logistic regression of each split.
suppressMessages(library(jsonlite))
brant_by_hand <- function(d, y, rhs) {
  X <- model.matrix(as.formula(paste("~", rhs)), d); n <- nrow(X); k <- ncol(X) - 1
  values <- sort(unique(d[[y]])); J <- length(values)
  fits <- lapply(values[-J], function(v) glm(as.numeric(d[[y]] > v) ~ X - 1, family = binomial,
    control = glm.control(epsilon = 1e-14, maxit = 100)))
  beta <- unlist(lapply(fits, function(f) coef(f)[-1]))
  pi <- lapply(fits, fitted)
  V <- matrix(NA, (J - 1) * k, (J - 1) * k)
  inv <- lapply(pi, function(p) solve(t(X) %*% (X * (p * (1 - p)))))
  for (m in 1:(J - 1)) for (l in m:(J - 1)) {
    w <- pi[[l]] - pi[[m]] * pi[[l]]
    B <- (inv[[m]] %*% t(X) %*% (X * w) %*% inv[[l]])[-1, -1, drop = FALSE]
    r <- ((m - 1) * k + 1):(m * k); c <- ((l - 1) * k + 1):(l * k)
    V[r, c] <- B; V[c, r] <- t(B)
  }
  D <- NULL
  for (m in 2:(J - 1)) { R <- matrix(0, k, (J - 1) * k); R[, 1:k] <- diag(k)
    R[, ((m - 1) * k + 1):(m * k)] <- -diag(k); D <- rbind(D, R) }
  wald <- function(D) { g <- D %*% beta; as.numeric(t(g) %*% solve(D %*% V %*% t(D)) %*% g) }
  each <- sapply(1:k, function(j) wald(D[seq(j, nrow(D), by = k), , drop = FALSE]))
  total <- wald(D)
  list(terms = colnames(X)[-1], chisq = each, df = J - 2, p = pchisq(each, J - 2, lower.tail = FALSE),
    all_chisq = total, all_df = nrow(D), all_p = pchisq(total, nrow(D), lower.tail = FALSE),
    coefficients = matrix(beta, J - 1, k, byrow = TRUE))
}
fam <- as.data.frame(fromJSON("families.json")$data)
fam <- na.omit(fam); fam$sex <- factor(fam$sex)
fam$xc <- fam$x - mean(fam$x); fam$wc <- fam$w - mean(fam$w)
# odds of one predictor that change from split to split
set.seed(41); n <- 400
a <- round(rnorm(n), 2); b <- round(rnorm(n), 2); g <- rbinom(n, 1, .4)
u <- runif(n)
above <- sapply(1:4, function(m) plogis(c(1.6, .6, -.5, -1.7)[m] + .6 * a + (.9 - .35 * m) * g))
above <- t(apply(above, 1, cummin))
y <- 1 + rowSums(u < above)
changing <- data.frame(a, b, g, y)
three <- transform(changing, y = pmin(pmax(y, 2), 4))
cat(toJSON(list(
  software = R.version.string,
  grade = brant_by_hand(fam, "grade", "xc + wc + age + sex + xc:wc"),
  changing_data = changing,
  changing = brant_by_hand(changing, "y", "a + b + g"),
  three = brant_by_hand(three, "y", "a + b + g")
), auto_unbox = TRUE, digits = 15))
cat("\n")
