"""Line of Sight: the pages and the sidebar that they share."""

import streamlit as st

from pages.parts.asking import address
from pages.parts.asking.sidebar import sidebar
from pages.parts.language.version import NAME
from pages.parts.page import one_database
from pages.parts.warm import settle

settle()

page = st.navigation(
    [
        st.Page("pages/overview.py", title="At a glance", default=True),
        st.Page("pages/ehc_plans.py", title="EHC plans"),
        st.Page("pages/year_groups.py", title="Year groups"),
        st.Page("pages/wards.py", title="Wards"),
        st.Page("pages/need_and_protection.py", title="Need and protection"),
        st.Page("pages/workforce.py", title="Workforce"),
        st.Page("pages/compare.py", title="Compare"),
        st.Page("pages/data_and_sources.py", title="Data and sources"),
    ]
)
st.set_page_config(
    page_title=f"{page.title} – {NAME}", page_icon=":material/visibility:", layout="wide"
)
address.begin(page.url_path)
with one_database():
    st.session_state["choice"] = sidebar()
    page.run()
address.write()
