"""What the test of measurement invariance gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.inference import Reason, Warrant
from srtoolkit.psychometrics.invariance.alignment import Alignment
from srtoolkit.psychometrics.invariance.factors import FactorLevel
from srtoolkit.psychometrics.invariance.ladder import Rung
from srtoolkit.psychometrics.invariance.latent_means import LatentMean
from srtoolkit.psychometrics.invariance.rule import Limits
from srtoolkit.psychometrics.invariance.setting import key_text
from srtoolkit.results import plain

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = (
    *("chisq", "df", "p", "chisq_scaled", "p_scaled", "scaling_factor"),
    *("cfi", "cfi_scaled", "cfi_robust", "tli", "tli_scaled", "tli_robust"),
    *("rmsea", "rmsea_ci_low", "rmsea_ci_high", "rmsea_scaled", "rmsea_robust"),
    *("srmr", "aic", "bic", "n", "npar"),
)
_CHANGES = (
    *("cfi", "cfi_scaled", "cfi_robust", "tli", "rmsea", "rmsea_scaled"),
    *("rmsea_robust", "srmr"),
)


@dataclass(frozen=True, slots=True, eq=False)
class MeasurementInvariance:
    """The ladder of invariance and what it allows.

    Attributes
    ----------
    group : str or None
        Column of the groups; None for waves.
    labels : tuple of str
        Groups or waves, the reference first.
    rungs : tuple of Rung
    factors : tuple of FactorLevel
    own_rungs : mapping of str to tuple of Rung
        Ladders of single factors, where the joint one failed.
    latent_means : tuple of LatentMean
        Of the scalar level with the plan's releases; empty without it.
    alignment : Alignment or None
    limits : Limits
    warrants : tuple of Warrant
        ``paths`` and ``means``, one a factor.
    notes : tuple of Reason
    """

    group: str | None
    labels: tuple[str, ...]
    rungs: tuple[Rung, ...]
    factors: tuple[FactorLevel, ...]
    own_rungs: Mapping[str, tuple[Rung, ...]]
    latent_means: tuple[LatentMean, ...]
    alignment: Alignment | None
    limits: Limits
    warrants: tuple[Warrant, ...]
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """Return one row a level.

        ``level, decision, why, holds, status, released`` (what the plan
        releases), the fit (``chisq, df, p, cfi, tli, rmsea, srmr, aic, bic, n,
        npar`` and, where they exist, ``…_scaled`` and ``…_robust``), and the
        step from the level before: ``chisq_diff, df_diff, p_diff, method`` and
        ``d_cfi, d_rmsea, d_srmr, …``; ``form`` says which of the indices the
        rule reads.
        """
        import pandas as pd

        table = pd.DataFrame([_row(rung) for rung in self.rungs])
        optional = [
            name
            for name in table.columns
            if name.endswith(("_scaled", "_robust", "scaling_factor"))
        ]
        return table.drop(columns=[n for n in optional if table[n].isna().all()])

    def glance(self) -> pd.DataFrame:
        """Return one row: how far the ladder holds, groups, limits."""
        import pandas as pd

        reached = [rung.level for rung in self.rungs if rung.decision.holds]
        row = {
            "group": self.group,
            "n_groups": len(self.labels),
            "reference": self.labels[0],
            "n": self.rungs[0].fit.n,
            "estimator": self.rungs[0].fit.estimator,
            "highest_level": reached[-1] if reached else "none",
            "n_levels": len(self.rungs),
            **{f"{name}_limit": value for name, value in self.limits.to_dict().items()},
        }
        return pd.DataFrame([row])

    @property
    def details(self) -> dict[str, Any]:
        """Further tables as plain values.

        ``guides, models, proposals, consequences, factors, latent_means,
        alignment, labels``. ``models`` names for each level what a model must
        hold equal and release to be its full, planned and proposed form, so
        that a path can be compared under each (`sem.fit`'s ``equal`` and
        ``partial``, with unit latent variances).
        """
        found: dict[str, Any] = plain(
            {
                "labels": list(self.labels),
                "guides": self._guides(),
                "models": {rung.level: _model(rung) for rung in self.rungs},
                "proposals": [
                    {"ladder": name, **release.to_dict()}
                    for name, rung in self._ladders()
                    if rung.proposal is not None
                    for release in rung.proposal.releases
                ],
                "consequences": [
                    {"ladder": name, **row.to_dict()}
                    for name, rung in self._ladders()
                    for row in rung.consequences or ()
                ],
                "factors": [row.to_dict() for row in self.factors],
                "latent_means": [
                    row.to_dict() | {"warranted": self.warranted("means", row.factor)}
                    for row in self.latent_means
                ],
                "alignment": None
                if self.alignment is None
                else self.alignment.to_dict(),
            }
        )
        return found

    def warranted(self, claim: str, factor: str) -> bool:
        """Tell whether a kind of claim may be made about a factor."""
        return any(
            w.claim == claim and factor in w.variables and w.holds
            for w in self.warrants
        )

    def to_dict(self) -> dict[str, Any]:
        """Return tables, decisions and warrants as plain values."""
        found: dict[str, Any] = plain(
            {
                "group": self.group,
                "tidy": self.tidy().to_dict("records"),
                "glance": self.glance().to_dict("records")[0],
                "warrants": [
                    {
                        "claim": w.claim,
                        "holds": w.holds,
                        "variables": sorted(w.variables),
                        "reason": {
                            "code": w.reason.code,
                            "values": dict(w.reason.values),
                        },
                    }
                    for w in self.warrants
                ],
                **self.details,
            }
        )
        return found

    def _ladders(self) -> list[tuple[str, Rung]]:
        """Pair every rung with its ladder: ``all`` or a factor."""
        joint = [("all", rung) for rung in self.rungs]
        return joint + [(n, rung) for n, own in self.own_rungs.items() for rung in own]

    def _guides(self) -> list[dict[str, Any]]:
        """Return the limits with where they come from."""
        limits = self.limits
        return [
            {"quantity": "p_diff", "lowest": limits.p, "source": "rule"},
            {"quantity": "d_cfi", "lowest": limits.cfi, "source": "rule_cheung_2002"},
            {"quantity": "d_rmsea", "highest": limits.rmsea, "source": "rule"},
        ]


def _row(rung: Rung) -> dict[str, Any]:
    indices = rung.fit.fit_indices()
    step = rung.difference
    changes = {} if step is None else step.indices
    return {
        "level": rung.level,
        "decision": rung.decision.code,
        "why": rung.decision.why,
        "holds": rung.decision.holds,
        "status": rung.fit.status.code,
        "released": "; ".join(key_text(key) for key in rung.released),
        **{name: indices.get(name) for name in _SHOWN},
        "chisq_diff": None if step is None else step.chisq,
        "df_diff": None if step is None else step.df,
        "p_diff": None if step is None else step.p,
        "method": "" if step is None else step.method,
        "form": "" if step is None else step.form,
        **{f"d_{name}": changes.get(name) for name in _CHANGES},
    }


def _model(rung: Rung) -> dict[str, Any]:
    proposed = frozenset() if rung.proposal is None else rung.proposal.released
    return {
        "equal": list(rung.held),
        "partial": [key_text(key) for key in rung.released],
        "proposed": [key_text(key) for key in sorted(proposed)],
        "sufficient": rung.proposal is not None and rung.proposal.sufficient,
    }
