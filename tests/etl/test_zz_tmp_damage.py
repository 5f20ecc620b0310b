from test_damage import *
from test_damage import damaged, BYTES, insert_stray, con
from tests.standin import special_needs
from etl.catalogue import DATA_SETS, reader_of_data_set
SETS={"sen_year_groups":special_needs.year_groups(),"sen_free_meals":special_needs.free_meals(),"sen_schools":special_needs.schools(),"sen_age_sex":special_needs.age_and_sex()}
def figs(con, name, data):
    for t in ("cell","place","ward_read"): con.execute(f"delete from {t}")
    for t in ("school","school_ward"): con.execute(f"delete from {t}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"; path.write_bytes(data)
        reading = reader_of_data_set(DATA_SETS[name])(con, tidy.PublishedFile("x.csv", path, folder, data_set=name))
    found = con.execute(f"select indicator_id, area_key, period, breakdown_topic, breakdown, {tidy.number_of('raw')}, case when {tidy.number_of('raw')} is null then {tidy.bare_symbol('raw')} end from cell order by all").fetchall() if name!="sen_schools" else con.execute("select * exclude (release_id, source_row) from school order by all").fetchall()+con.execute("select * from school_ward order by all").fetchall()
    assert bool(reading.faults) != bool(found), (reading.faults, len(found))
    return found or None
@pytest.fixture(scope="module")
def con2():
    from etl import build
    con = duckdb.connect(config={"threads": 1})
    con.execute(build.SCHEMA.read_text()); con.execute(tidy.STAGING)
    return con
@pytest.mark.parametrize("name", SETS)
def test_x(con2, name):
    good=SETS[name]
    whole=figs(con2,name,good.encoded()); assert whole
    structural=[s for s in BYTES if s is not insert_stray]
    n=[0,0]
    @settings(max_examples=300, deadline=None, database=None)
    @given(st.data())
    def inner(data):
        d=damaged(data.draw, good, structural)
        found=figs(con2,name,d)
        n[found is not None]+=1
        assert found is None or found==whole, (len(found), len(whole), str(sorted(set(map(str,whole))-set(map(str,found)))[:2])[:300], str(sorted(set(map(str,found))-set(map(str,whole)))[:2])[:300])
    inner()
    print(name,n)
del test_a_damaged_file_gives_the_same_figures_or_none, test_a_damaged_file_with_rows_by_age_gives_the_same_figures_or_none
