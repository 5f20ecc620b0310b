"""The two things that Streamlit knows and does not promise to tell: look here after an upgrade.

Everything else of ours uses what Streamlit documents. `DeltaGenerator` is not kept here: it is the
documented class of what `st.container` and `st.empty` answer, and we only name it as a type.
tests/pages/parts/asking/test_streamlit_private.py says what breaks when these two change.
"""

from typing import Any

from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

# Where AppTest looks up what it makes of the pages, to be replaced by ServerPages.
APP_TEST_PAGES = "streamlit.testing.v1.app_test.PagesManager"


def went_back_or_forward() -> bool:
    """Whether this run began with the reader going back or forward in the browser.

    `st.context` does not tell, and the address alone cannot: a slow browser sends the address of a
    click ago as well.
    """
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


class ServerPages(PagesManager):
    """Pages as a server knows them after its first run: those of app.py, not the folder pages/.

    For tests and measurements. AppTest forgets before every run that st.navigation was called,
    takes the folder pages/ for the pages, and would leave app.py out.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        PagesManager.uses_pages_directory = False
