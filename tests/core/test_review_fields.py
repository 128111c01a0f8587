"""What a form asks about pages: what is usual for their type, what they have, what others of it have."""

from following_links import parsed

from core.note import Note
from core.path import NotePath
from core.review.fields import Field, fields_of


def page(name: str, said: str) -> Note:
    return parsed(NotePath(f"Work/People/{name}/README.md"), f"---\n{said}---\n# {name}\n")


def test_of_one_page_all_that_a_person_fills_in() -> None:
    one = page("Ada", "title: Ada\nrole: lead\ntags: [x]\nexpertise:\n- a\n- b\n")
    found = {each.key: each for each in fields_of([one], ["people"], [])}
    assert found["role"] == Field("role", ("lead",), several=False)
    assert found["company"] == Field("company", (), several=False)
    assert found["expertise"] == Field("expertise", ("a, b",), several=False)
    assert not {"title", "tags", "type"} & found.keys()


def test_of_several_pages_what_they_say_the_commonest_first() -> None:
    pages = [page("Ada", "role: lead\n"), page("Bo", "role: smith\n"), page("Cai", "role: lead\n")]
    found = {each.key: each for each in fields_of(pages, ["people"], [])}
    assert found["role"] == Field("role", ("lead", "smith"), several=True)
    assert found["email"] == Field("email", (), several=False)
    some = fields_of([pages[0], page("Dee", "bio: x\n")], ["people"], [])
    assert Field("bio", ("x",), several=True) in some


def test_what_many_others_of_the_type_have_is_asked_and_what_few_have_is_not() -> None:
    like = [page(f"P{at}", f"desk: {at}\n{'odd: 1' if at == 1 else 'x: 1'}\n") for at in range(8)]
    keys = [each.key for each in fields_of([page("Ada", "")], ["projects"], like)]
    assert keys[:2] == ["status", "owner"]
    assert "desk" in keys
    assert "odd" not in keys
    assert [each.key for each in fields_of([], ["gadget"], [])] == ["status", "owner"]
