"""What a fit gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.results import table_rows
from srtoolkit.sem.following.after_fit import AfterFit
from srtoolkit.sem.following.effects import EffectKind, EffectResult, effect_function
from srtoolkit.sem.following.standardised import explained_share
from srtoolkit.sem.incomplete.missing_report import missing_counts
from srtoolkit.sem.indices.further_indices import further_indices
from srtoolkit.sem.language.parsed import read_path
from srtoolkit.sem.tables import tidy_columns

if TYPE_CHECKING:
    import pandas as pd

#: Coverage of the intervals in `SemFit.tidy`.
CI_LEVEL = 0.95


class SemFit(AfterFit):
    """A fitted structural equation model; its attributes are those of `Fitted`."""

    def tidy(self, *, level: float = CI_LEVEL) -> pd.DataFrame:
        """Return one row a parameter, defined parameters last.

        Columns ``lhs, op, rhs, group, group_label, label, free, est, se, z, p,
        ci_low, ci_high, std, ci_level``.
        """
        import pandas as pd

        return pd.DataFrame(tidy_columns(self, level))

    def glance(self) -> pd.DataFrame:
        """Return one row: fit indices, status, engine, estimator."""
        import pandas as pd

        row = dict(self.fit_indices())
        row |= {
            "status": self.status.code,
            "admissible": self.status.admissible,
            "engine": self.engine,
            "estimator": self.estimator,
            "n_groups": self.specification.n_groups,
            "n_incomplete": self.observed.n_incomplete,
            **missing_counts(self.observed),
        }
        if self.bootstrap is not None:
            row |= {
                "n_draws": self.bootstrap.n_draws,
                "n_draws_failed": self.bootstrap.n_failed,
                "n_draws_inadmissible": self.bootstrap.n_inadmissible,
            }
        return pd.DataFrame([row])

    def fit_indices(self) -> dict[str, Any]:
        """Return the fit indices by name."""
        return {**self.indices.as_dict(), **further_indices(self)}

    def r2(self) -> pd.DataFrame:
        """Return explained variance: ``variable, group, r2``."""
        import pandas as pd

        rows = [
            {"variable": name, "group": number, "r2": share}
            for number, implied in enumerate(self.implied(), start=1)
            for name, share in explained_share(self.specification, implied).items()
        ]
        return pd.DataFrame(rows, columns=["variable", "group", "r2"])

    def effect(
        self,
        path: str,
        *,
        kind: EffectKind | Literal["auto"] = "auto",
        level: float = CI_LEVEL,
        group: int = 1,
    ) -> EffectResult:
        """Return one effect with error and interval.

        Parameters
        ----------
        path : str
            ``DJ -> RSAT -> LOY``; two names with a `kind` other than
            ``specific`` for effects over all ways between them.
        kind : {"auto", "specific", "direct", "total_indirect", "total"}
            ``auto``: direct for two names, specific for more.

        Raises
        ------
        ModelError
            When the path is not in the model.
        """
        names = read_path(path)
        settled: EffectKind = (
            ("specific" if len(names) > 2 else "direct") if kind == "auto" else kind
        )
        function = effect_function(
            self.specification, self.layout, names, settled, group=group
        )
        raw, standardised = self.quantities(function, level=level)
        z = raw.est / raw.se if raw.se > 0 else float("nan")
        return EffectResult(
            path=" -> ".join(names),
            kind=settled,
            est=raw.est,
            se=raw.se,
            z=z,
            p=two_sided_p(z),
            ci_low=raw.ci_low,
            ci_high=raw.ci_high,
            std=standardised.est,
            std_se=standardised.se,
            std_ci_low=standardised.ci_low,
            std_ci_high=standardised.ci_high,
            ci_level=level,
            n_draws=self.bootstrap.n_draws if self.bootstrap is not None else 0,
        )

    def indirect_effects(self, *, level: float = CI_LEVEL) -> pd.DataFrame:
        """Return every specific indirect effect along regressions."""
        import pandas as pd

        rows = [
            self.effect(" -> ".join(path), level=level).to_dict()
            for path in self.parsed.indirect_paths()
        ]
        return pd.DataFrame(rows, columns=list(EffectResult.__dataclass_fields__))

    def to_dict(self) -> dict[str, Any]:
        """Return status, tables and syntax as plain values."""
        return {
            "kind": "sem",
            "engine": self.engine,
            "estimator": self.estimator,
            "syntax": self.syntax,
            "status": {
                "code": self.status.code,
                "admissible": self.status.admissible,
                "details": dict(self.status.details),
            },
            "glance": table_rows(self.glance())[0],
            "tidy": table_rows(self.tidy()),
            "r2": table_rows(self.r2()),
            "indirect": table_rows(self.indirect_effects()),
        }


def two_sided_p(z: float) -> float:
    """Return the two-sided normal p value."""
    from scipy.special import ndtr

    return float(2 * ndtr(-abs(z)))
