"""The table of answers, bound to its instruments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import Problem, ResponsesError, ScoresError, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.responses.binding import BoundItem, bound_items
from srtoolkit.responses.cells import text_in
from srtoolkit.responses.checking import text_cases
from srtoolkit.responses.missing_codes import MissingCode
from srtoolkit.responses.respondent_flow import FlowStep
from srtoolkit.responses.scoring import score_scale

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import LoadedInstrument, Scale

_SHOWN = 5


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """Answers of all respondents.

    Attributes
    ----------
    answers : DataFrame, shape (n_respondents, n_columns)
        Every column of the file. Items are float, NaN for no answer; other
        columns are float where every entry is a number, else text.
    keyed : DataFrame
        The same with reverse-keyed items turned by their declared range.
    instruments : tuple of LoadedInstrument
    flow : tuple of FlowStep
        From the file to this table.
    row_numbers : tuple of int
        Where each respondent stands in the file, counted as its reader does.
    sha256 : str
        Hash of the file's bytes.
    file : str or None
        Name of the file; None for answers that came from no file.
    encoding, delimiter : str or None
        As the file was read; None where it has none.
    missing_codes : tuple of float or str
        Codes for "no answer" given beside those of the instruments.
    simulated : bool
        True when no person gave the answers.
    population : str or None
        Which population they were simulated from.
    """

    answers: pd.DataFrame
    keyed: pd.DataFrame
    instruments: tuple[LoadedInstrument, ...]
    flow: tuple[FlowStep, ...]
    row_numbers: tuple[int, ...]
    sha256: str
    file: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    missing_codes: tuple[MissingCode, ...] = ()
    simulated: bool = False
    population: str | None = None

    @property
    def n(self) -> int:
        """Respondents in the table."""
        return len(self.answers)

    @property
    def scales(self) -> tuple[Scale, ...]:
        """Scales of the instruments whose items are all in the table."""
        return tuple(scale for scale in self._all_scales if not self._lacking(scale))

    @property
    def items(self) -> tuple[BoundItem, ...]:
        """Items in the table, in questionnaire order."""
        return tuple(b for b in bound_items(self.instruments) if b.id in self.answers)

    @property
    def scores(self) -> pd.DataFrame:
        """Scores of all complete scales but texts, one column a scale, in points."""
        import pandas as pd

        scored = (scale for scale in self.scales if scale.kind != "open")
        columns = {scale.id: score_scale(self.keyed, scale) for scale in scored}
        return pd.DataFrame(columns, index=self.keyed.index)

    def has(self, name: str) -> bool:
        """Tell whether `name` is a complete scale, an item or a column."""
        return name in self.answers or any(s.id == name for s in self.scales)

    def require(self, names: Collection[str]) -> None:
        """Check that all names are there.

        Raises
        ------
        ResponsesError
            With one problem for each that is not; it names the nearest.
        """
        absent = [self._absent(name) for name in names if not self.has(name)]
        if absent:
            raise ResponsesError(absent)

    def variable(self, name: str) -> pd.Series[float]:
        """Return a scale's scores, a keyed item, or a numeric column.

        Returns
        -------
        Series of float, shape (n_respondents,)
            In points, NaN where missing.

        Raises
        ------
        ResponsesError
            When there is nothing of that name, a scale lacks an item, or the
            column holds text.
        """
        scale = next((s for s in self._all_scales if s.id == name), None)
        if scale is not None and scale.kind == "open" and not self._lacking(scale):
            name = scale.items[0].id
        elif scale is not None and not self._lacking(scale):
            return score_scale(self.keyed, scale)
        if name not in self.keyed:
            raise ResponsesError(self._absent(name))
        column = self.keyed[name]
        if column.dtype != np.float64:
            raise ResponsesError(self._not_numeric(name))
        return column

    def covariates(self, names: Collection[str]) -> pd.DataFrame:
        """Return variables to hold constant: numbers, and words for categories.

        Parameters
        ----------
        names : collection of str
            Scales, items or columns. A nominal scale or item, and a column of
            text, are categories; everything else is numeric.

        Returns
        -------
        DataFrame, shape (n_respondents, n_names)

        Raises
        ------
        ResponsesError
            When there is nothing of a name.
        """
        import pandas as pd

        self.require(names)
        return pd.DataFrame({name: self._covariate(name) for name in names})

    def _covariate(self, name: str) -> pd.Series:
        from pandas.api.types import is_numeric_dtype

        for scale in self._all_scales:
            codes = [item.id for item in scale.items]
            if scale.kind == "nominal" and name in {scale.id, *codes}:
                found = self.answers[codes[0]]
                return found.map(lambda value: f"{value:g}", na_action="ignore")
        if name in self.answers and not is_numeric_dtype(self.answers[name]):
            return self.answers[name]
        return self.variable(name)

    def with_column(self, name: str, values: Sequence[object]) -> Responses:
        """Return the answers with one more column, made of others.

        Parameters
        ----------
        values : sequence, shape (n_respondents,)

        Raises
        ------
        ResponsesError
            When there is already something of that name.
        """
        if self.has(name):
            raise ResponsesError(
                f'there is already a column or scale named "{name}"',
                code="column_taken",
                where=self.file or "",
                advice="Give the new column another name.",
            )
        import pandas as pd

        column = pd.Series(list(values), index=self.answers.index, name=name)
        return replace(
            self,
            answers=pd.concat([self.answers, column], axis=1),
            keyed=pd.concat([self.keyed, column], axis=1),
        )

    def keep(
        self, mask: Collection[bool], stage: str, reason: Reason | str
    ) -> Responses:
        """Return the respondents for whom `mask` is true, with one more stage.

        Parameters
        ----------
        mask : array or Series of bool, shape (n_respondents,)
        stage : str
            Code of the stage.
        reason : Reason or str
            Why the others are left out.

        Raises
        ------
        ScoresError
            When the mask is not one truth value a respondent.
        """
        kept = np.asarray(mask)
        if kept.shape != (self.n,) or kept.dtype != bool:
            raise ScoresError(
                f"the mask is {kept.dtype} of shape {kept.shape}",
                code="mask_shape",
                allowed=f"bool of shape ({self.n},)",
            )
        why = Reason(reason) if isinstance(reason, str) else reason
        n = int(kept.sum())
        step = FlowStep(stage, n, self.n - n, why.code, dict(why.values))
        pairs = zip(self.row_numbers, kept, strict=True)
        return replace(
            self,
            answers=self.answers[kept].reset_index(drop=True),
            keyed=self.keyed[kept].reset_index(drop=True),
            flow=(*self.flow, step),
            row_numbers=tuple(number for number, keep in pairs if keep),
        )

    @property
    def _all_scales(self) -> tuple[Scale, ...]:
        return tuple(s for loaded in self.instruments for s in loaded.instrument.scales)

    def _lacking(self, scale: Scale) -> list[str]:
        return [item.id for item in scale.items if item.id not in self.answers]

    def _absent(self, name: str) -> Problem:
        scale = next((s for s in self._all_scales if s.id == name), None)
        if scale is not None:
            lacking = self._lacking(scale)
            return Problem(
                "scale_incomplete",
                f'the scale "{name}" has no score: {", ".join(lacking)} '
                f"{'is' if len(lacking) == 1 else 'are'} not among the answers",
                self.file or "",
                advice="Add the columns, or use items that are there.",
                pieces={"scale": name, "items": lacking},
            )
        known = [*(s.id for s in self.scales), *map(str, self.answers.columns)]
        return Problem(
            "unknown_variable",
            f'there is no scale, item or column named "{name}"',
            self.file or "",
            allowed=", ".join(known),
            advice=did_you_mean(name, known),
            pieces={"found": name},
        )

    def _not_numeric(self, name: str) -> Problem:
        cases = text_cases(self.answers[name])
        words = [
            f'"{text_in(value)}" (row {self.row_numbers[index]})'
            for index, value in cases[:_SHOWN]
        ]
        more = f" and {len(cases) - _SHOWN} more" if len(cases) > _SHOWN else ""
        return Problem(
            "column_not_numeric",
            f'the column "{name}" holds text where numbers belong: '
            f"{', '.join(words)}{more}",
            self.file or "",
            advice="Give numbers, and leave missing values empty.",
            pieces={"column": name, "rows": [self.row_numbers[i] for i, _ in cases]},
        )
