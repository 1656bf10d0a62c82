"""The table of answers, bound to its instruments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import Problem, ResponsesError, ScoresError, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.responses.asked import AskedItems
from srtoolkit.responses.binding import BoundItem, bound_items
from srtoolkit.responses.categories import (
    category_words,
    choice_without_order,
    no_amount,
)
from srtoolkit.responses.flow_step import FlowStep
from srtoolkit.responses.missing_codes import MissingCode
from srtoolkit.responses.scoring import score_scale
from srtoolkit.responses.text_columns import text_in_column

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import LoadedInstrument, Scale


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
    asked : AskedItems or None
        Who was asked what, where the exported form tells it.
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
    asked: AskedItems | None = None

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

    def is_amount(self, name: str) -> bool:
        """Tell whether a variable's numbers may enter a model as numbers.

        Text may not, nor a choice without order between three or more.
        """
        from pandas.api.types import is_numeric_dtype

        if no_amount(name, self.instruments) is not None:
            return False
        return name not in self.answers or is_numeric_dtype(self.answers[name])

    def require_amounts(self, names: Collection[str]) -> None:
        """Check that all are there, and none a choice without order of three or more.

        Raises
        ------
        ResponsesError
            With one problem for each that is not, or is.
        """
        self.require(names)
        found = [no_amount(n, self.instruments, self.file or "") for n in names]
        if any(found):
            raise ResponsesError([problem for problem in found if problem])

    def variable(self, name: str) -> pd.Series[float]:
        """Return a scale's scores, a keyed item, or a numeric column.

        Returns
        -------
        Series of float, shape (n_respondents,)
            In points, NaN where missing.

        Raises
        ------
        ResponsesError
            When there is nothing of that name, a scale lacks an item, the
            column holds text, or the numbers name categories: see `is_amount`.
        """
        self.require_amounts([name])
        scale = next((s for s in self._all_scales if s.id == name), None)
        if scale is not None and scale.kind == "open" and not self._lacking(scale):
            name = scale.items[0].id
        elif scale is not None and not self._lacking(scale):
            return score_scale(self.keyed, scale)
        column = self.keyed[name]
        if column.dtype != np.float64:
            raise ResponsesError(
                text_in_column(self.answers[name], self.row_numbers, self.file or "")
            )
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
        columns = {name: self._covariate(name) for name in names}
        return pd.DataFrame(columns, index=self.answers.index)

    def _covariate(self, name: str) -> pd.Series:
        from pandas.api.types import is_numeric_dtype

        chosen = choice_without_order(name, self.instruments)
        column = name
        if chosen is not None and chosen[0].id in self.answers:
            column = chosen[0].id
        if column in self.answers and not is_numeric_dtype(self.answers[column]):
            return self.answers[column]
        if chosen is not None:
            return category_words(self.answers[column])
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
            asked=None if self.asked is None else self.asked.keep(kept),
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
