"""Line of Sight: the pages, and the row at the top that they share.

Streamlit runs this file as a script for every click of a reader, and the server imports it once, as
the application with its style sheet and all forms of chart compiled.
"""

import streamlit as st
from starlette.middleware import Middleware

from pages.parts.asking import address
from pages.parts.exhibit import player
from pages.parts.face.guard import Guard
from pages.parts.face.serving import MARK, Face
from pages.parts.face.top import top
from pages.parts.language.version import NAME
from pages.parts.page import one_database, sorry
from pages.parts.warm import settle, warmed


def run() -> None:
    """One run of one page."""
    settle()
    pages = [
        st.Page("pages/overview.py", title="At a glance", default=True),
        st.Page("pages/ehc_plans.py", title="EHC plans"),
        st.Page("pages/year_groups.py", title="Year groups"),
        st.Page("pages/wards.py", title="Wards"),
        st.Page("pages/need_and_protection.py", title="Protection"),
        st.Page("pages/workforce.py", title="Workforce"),
        st.Page("pages/compare.py", title="Compare"),
        st.Page("pages/paper_check.py", title="Papers"),
        st.Page("pages/since_last_meeting.py", title="Since we met"),
        st.Page("pages/present.py", title="Present"),
        st.Page("pages/data_and_sources.py", title="Sources"),
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{page.title} – {NAME}", page_icon=str(MARK), layout="wide")
    address.begin(page.url_path)
    player.begin()
    with one_database():
        st.session_state["choice"] = top(pages, page)
        page.run()
        player.draw()
    address.write()


if __name__ == "__main__":
    run()
else:
    app = st.App(
        __file__,
        middleware=[Middleware(Guard), Middleware(Face)],
        lifespan=warmed,
        on_script_error=sorry,
    )
