"""Who is who, over the pack and what several articles say."""

from __future__ import annotations

from nowall.naming import Naming
from nowall.records import Entity, EntityKind, Relation


def person(identifier: str, zh: str, en: str = "", *forms: str, ceo_of: str = "") -> Entity:
    relations = (Relation("ceo", ceo_of),) if ceo_of else ()
    return Entity(identifier, EntityKind.PERSON, zh, en or zh, forms, relations=relations)


ADA = person("ada-lin", "林爱达", "Ada Lin", "爱达")


def test_pack_is_as_it_is() -> None:
    naming = Naming([ADA])
    assert naming.entities == {"ada-lin": ADA}
    assert naming.canonical("nobody") == "nobody"
    assert naming.members("ada-lin") == ["ada-lin"]


def test_learned_name_of_the_pack_is_the_packs() -> None:
    naming = Naming([ADA], [person("adalin", "Ada Lin")])
    assert naming.entities == {"ada-lin": ADA}
    assert naming.canonical("adalin") == "ada-lin"
    assert naming.members("ada-lin") == ["ada-lin", "adalin"]


def test_two_articles_meet_in_a_third() -> None:
    latin, chinese = person("nickryder", "Nick Ryder"), person("尼克莱德", "尼克·莱德")
    both = person("尼克莱德", "尼克·莱德", "Nick Ryder", "莱德")
    naming = Naming([], [latin, chinese, both])
    assert set(naming.entities) == {"nickryder"}
    assert set(naming.entities["nickryder"].names) == {"Nick Ryder", "尼克·莱德", "莱德"}
    assert naming.members("nickryder") == ["nickryder", "尼克莱德"]


def test_short_form_in_common_is_no_proof() -> None:
    naming = Naming(
        [], [person("noambrown", "Noam Brown", "", "Brown"), person("gordonbrown", "Gordon Brown", "", "Brown")]
    )
    assert set(naming.entities) == {"noambrown", "gordonbrown"}


def test_same_office_and_sound_are_the_same() -> None:
    naming = Naming(
        [], [person("samaltman", "Sam Altman", ceo_of="openai"), person("奥特曼", "奥特曼", ceo_of="openai")]
    )
    assert set(naming.entities) == {"samaltman"}
    assert naming.canonical("奥特曼") == "samaltman"


def test_same_sound_without_an_office_is_not_the_same() -> None:
    naming = Naming([], [person("samaltman", "Sam Altman", ceo_of="openai"), person("奥特曼", "奥特曼")])
    assert set(naming.entities) == {"samaltman", "奥特曼"}


def test_relations_lead_to_the_entity_that_is_known() -> None:
    acme = Entity("acme-inc", EntityKind.ORGANISATION, "艾克米", "Acme")
    naming = Naming(
        [acme], [Entity("acme", EntityKind.ORGANISATION, "Acme", "Acme"), person("bo", "Bo Chen", ceo_of="acme")]
    )
    assert naming.entities["bo"].relations == (Relation("ceo", "acme-inc"),)
