"""Line of Sight: the pages and the sidebar that they share."""

import streamlit as st

from pages.parts.page import choose, settle

settle()

page = st.navigation(
    [
        st.Page("pages/overview.py", title="At a glance", default=True),
        st.Page("pages/ehc_plans.py", title="EHC plans"),
        st.Page("pages/year_groups.py", title="Year groups"),
        st.Page("pages/wards.py", title="Wards"),
        st.Page("pages/need_and_protection.py", title="Need and protection"),
        st.Page("pages/workforce.py", title="Workforce"),
    ]
)
st.set_page_config(
    page_title=f"{page.title} – Line of Sight", page_icon=":material/visibility:", layout="wide"
)
st.session_state["choice"] = choose()
page.run()
