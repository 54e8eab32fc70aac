"""Forms to let a neighbour answer for a household."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.choices import Picked, choices_for
from governance.canvass.forms.answers import ProofField
from governance.canvass.forms.picks import pick_fields, picked_from
from governance.canvass.inputs import DelegationInput, PaperMandate
from governance.canvass.models import Answer, Canvass, Choice, Delegation, Voice
from governance.canvass.queries.option_words import most_sentence
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of, replace_data
from louzu.lib.quoting import quoted
from louzu.lib.required_if import RequiredIf, set_condition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FREE, TOLD = "free", "told"
NOT_OF_THE_HOME = {Answer.Relation.AUTHORISED, Answer.Relation.PROXY}
SIGNED_BY = [one for one in Answer.Relation.choices if one[0] not in NOT_OF_THE_HOME]


class DelegateForm(CrispyForm):
    """The neighbour, and either the answer that is to be given or that the neighbour decides."""

    words: ClassVar[dict[str, StrOrPromise]] = {
        FREE: gettext_lazy("由他们看着答"),
        TOLD: gettext_lazy("照我家说的答"),
        "word": gettext_lazy("照我家说的：%(word)s"),
        "need": gettext_lazy("照您家说的答，要选"),
    }
    needed = {
        "reason": RequiredIf(
            "says",
            {Choice.OBJECT},
            gettext_lazy("不同意的要写"),
            gettext_lazy("不同意的，请写一句为什么，好让大家一起想办法。"),
        )
    }
    proxy = forms.TypedChoiceField(label=gettext_lazy("委托哪一家"), coerce=int)
    says = forms.ChoiceField(
        label=gettext_lazy("怎么答"),
        help_text=gettext_lazy("写明了的，他们只能照这样答"),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么"),
        help_text=gettext_lazy("您家、受托的那家、楼组长和上门的骨干看得到"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(
        self,
        canvass: Canvass,
        proxies: Collection[Voice],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.canvass = canvass
        self.proxies = {voice.number: voice for voice in proxies}
        self.picked: Picked | None = None
        homes = [(number, voice.label) for number, voice in self.proxies.items()]
        field_of(self, "proxy", forms.ChoiceField).choices = [("", _("请选一家")), *homes]
        self.fields["version"].initial = canvass.version
        says = field_of(self, "says", forms.ChoiceField)
        told = [(TOLD, self.words[TOLD])]
        if canvass.has_options:
            self._ask_for_options()
        else:
            told = [(c, str(self.words["word"]) % {"word": w}) for c, w in choices_for(canvass)]
        says.choices = [(FREE, self.words[FREE]), *told]

    def _ask_for_options(self) -> None:
        del self.fields["reason"]
        need = RequiredIf("says", {TOLD}, self.words["need"], _("还没有选。不想选的，请选弃权。"))
        for name, field in pick_fields(self.canvass).items():
            field.required = False
            if name == "pick":
                field.label = most_sentence(self.canvass)
            self.fields[name] = field
            set_condition(self, name, need)
        self.order_fields(["proxy", "says", *pick_fields(self.canvass)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.canvass.has_options and data.get("says") == TOLD:
            self.picked = picked_from(self.canvass, data)
        elif self.canvass.has_options:
            self._ask_which_is_meant(data)
        elif data.get("says") not in {None, FREE, TOLD}:
            self.picked = Picked(data["says"])
        return data

    def _ask_which_is_meant(self, data: dict[str, Any]) -> None:
        """Add an error if options are picked although the neighbour is to decide.

        The error names the options, and the form loses them, because a radio button can't be cleared.
        Sending it again without them leaves the decision to the neighbour.
        """
        picked = [name for name in pick_fields(self.canvass) if data.get(name)]
        if data.get("says") != FREE or not picked:
            return
        words = {
            "free": quoted(self.words[FREE]),
            "told": quoted(self.words[TOLD]),
            "what": self._named(data),
        }
        self.add_error(
            "says",
            _(
                "您选了“%(free)s”，下面又选了：%(what)s。选的先去掉了，请定一样：要照着答的，请选“%(told)s”，再选一遍；不是的，再按一次。"
            )
            % words,
        )
        replace_data(self, **dict.fromkeys(picked, ""))

    def _named(self, data: dict[str, Any]) -> str:
        """Return what is picked, as it stands on the form."""
        found = []
        for name, field in pick_fields(self.canvass).items():
            values = data.get(name) or []
            chosen = {values} if isinstance(values, str) else set(values)
            words = [str(w) for value, w in getattr(field, "choices", []) if value in chosen]
            alone = name == "pick"
            found += words if alone else [f"{field.label} {word}" for word in words]
        return "、".join(found)

    @property
    def proxy_voice(self) -> Voice:
        return self.proxies[self.cleaned_data["proxy"]]

    def to_input(self) -> DelegationInput:
        data = self.cleaned_data
        objects = bool(self.picked and self.picked.choice == Choice.OBJECT)
        return DelegationInput(
            choice=self.picked.choice if self.picked else "",
            ballot=self.picked.ballot if self.picked else None,
            reason=data["reason"] if objects else "",
            version=data["version"] or 0,
        )


class PaperDelegationForm(DelegateForm):
    """A mandate on paper, which a helper enters with its photo."""

    words: ClassVar[dict[str, StrOrPromise]] = {
        FREE: gettext_lazy("没有写明，由受托的看着答"),
        TOLD: gettext_lazy("写明了怎么答"),
        "word": gettext_lazy("写明了：%(word)s"),
        "need": gettext_lazy("纸上写明的，要选"),
    }
    signer = forms.CharField(
        label=gettext_lazy("委托的那家，签名的人"),
        help_text=gettext_lazy("照纸上写的名字"),
        max_length=Delegation._meta.get_field("signer").max_length,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("是这家的谁"), choices=SIGNED_BY, initial="self"
    )
    mandate = ProofField(label=gettext_lazy("两家都签了字的委托书，拍一张"))
    version = forms.IntegerField(
        label=gettext_lazy("纸上印的是第几稿"),
        help_text=gettext_lazy("就是纸上“正文第几稿”的那个数；文字没有改过，就是1"),
        min_value=1,
    )

    def __init__(
        self,
        canvass: Canvass,
        proxies: Collection[Voice],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(canvass, proxies, data, files, **options)
        self.fields["mandate"].required = True

    @property
    def paper(self) -> PaperMandate:
        names = ("signer", "relation", "mandate")
        return PaperMandate(**{name: self.cleaned_data[name] for name in names})
