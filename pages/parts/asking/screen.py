"""The controls of a page and its address, drawn by Streamlit."""

from collections.abc import Mapping, MutableMapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from pages.parts.asking import address
from pages.parts.asking.streamlit_private import went_back_or_forward
from pages.parts.language.safe import plain

NOTICE = "notice"  # where the place for one sentence is kept during a run


class Page:
    """`address.Screen` of whichever session is being run."""

    @property
    def state(self) -> MutableMapping[Any, Any]:
        return st.session_state

    @property
    def url(self) -> str:
        return st.context.url or ""

    @property
    def base(self) -> str:
        return str(st.get_option("server.baseUrlPath") or "").strip("/")

    @property
    def went_back_or_forward(self) -> bool:
        return went_back_or_forward()

    def asked(self) -> address.Address:
        return {key: st.query_params.get_all(key) for key in st.query_params}

    def write(self, words: Mapping[str, str]) -> None:
        st.query_params.from_dict(words)

    def line(self, key: str) -> address.Block:
        return st.container(horizontal=True, key=key, gap="small", vertical_alignment="center")

    def folded(self, label: str, icon: str) -> address.Block:
        return st.popover(label, icon=icon)

    def notice(self) -> None:
        st.session_state[NOTICE] = st.empty()

    def notify(self, sentence: str) -> None:
        slot = st.session_state.pop(NOTICE, None)
        if slot and sentence:
            slot.caption(plain(sentence))

    def one(
        self, widget: address.Widget, label: str, key: str, options: Mapping[str, str], **more: Any
    ) -> str | None:
        every = list(options)
        if widget == "selectbox":
            return st.selectbox(label, every, key=key, format_func=options.__getitem__, **more)

        def shown(slug: str) -> str:
            return plain(options[slug])  # these read Markdown

        if widget == "radio":
            return st.radio(label, every, key=key, format_func=shown, horizontal=True, **more)
        draw = st.segmented_control if widget == "segmented" else st.pills
        return draw(label, every, key=key, format_func=shown, required=True, **more)

    def many(
        self, label: str, key: str, options: Mapping[str, str], most: int | None, **more: Any
    ) -> Sequence[str]:
        return st.multiselect(
            label,
            list(options),
            format_func=lambda slug: options.get(slug, ""),
            key=key,
            max_selections=most,
            **more,
        )

    def day(self, label: str, key: str, first: date, last: date, **more: Any) -> object:
        return st.date_input(
            label, key=key, min_value=first, max_value=last, format="DD/MM/YYYY", **more
        )

    def box(self, label: str, key: str) -> None:
        st.checkbox(plain(label), key=key)
