"""The files that run many bots say what the bots have, take no rights that they need not, and go together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from nowall.database.postgres import MOST_CONNECTIONS
from nowall.terminal.server_checks import _RECOMMENDED
from tests.postgres_server import PostgresServer
from tests.test_deployment import LONGEST_STOP, ROOT, finished, services, tool

DEPLOY = ROOT / "deploy"
COMPOSE = ROOT / "compose.scale.yaml"
MANIFESTS = sorted((DEPLOY / "kubernetes").rglob("*.yaml"))
BOTS = ("bot-1", "bot-2", "bot-3")
CONNECTIONS = 2 * MOST_CONNECTIONS
"""Of one bot: to the corpus, and to its state."""


def resources(kind: str) -> list[dict[str, Any]]:
    """All resources of this kind."""
    documents = [each for file in MANIFESTS for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))]
    return [document for document in documents if document["kind"] == kind]


def pods() -> list[dict[str, Any]]:
    return [each["spec"]["template"]["spec"] for each in [*resources("Deployment"), *resources("Job")]]


def database_settings() -> dict[str, str]:
    text = (DEPLOY / "postgres" / "postgresql.conf").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z_.]+) = '?([^'\n]*)'?$", text, re.MULTILINE))


def megabytes(size: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([a-z]+)", size.lower()).groups()  # type: ignore[union-attr]
    return int(number) * (1024 if unit.startswith("g") else 1)


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: file.name)
def test_kubernetes_takes_the_manifests(file: Path) -> None:
    checked = finished(tool("kubernetes-validate"), "--strict", "--quiet", str(file))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_pods_may_run_where_only_restricted_ones_may() -> None:
    for pod in pods():
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == 10001
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            rights = container["securityContext"]
            assert rights["allowPrivilegeEscalation"] is False
            assert rights["readOnlyRootFilesystem"] is True
            assert rights["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]


def test_pod_has_the_time_that_it_takes_to_stop() -> None:
    (deployment,) = resources("Deployment")
    pod = deployment["spec"]["template"]["spec"]
    waiting = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] > waiting + LONGEST_STOP


def test_bots_are_replaced_without_one_missing() -> None:
    (deployment,) = resources("Deployment")
    (budget,) = resources("PodDisruptionBudget")
    (service,) = resources("Service")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["replicas"] == len(BOTS)
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert deployment["spec"]["selector"] == budget["spec"]["selector"] == {"matchLabels": labels}
    assert service["spec"]["selector"] == labels


def test_bots_of_compose_wait_for_what_is_copied_and_that_for_the_database() -> None:
    found = services(COMPOSE)
    assert all(set(found[bot]["depends_on"]) == {"migrate"} for bot in BOTS)
    assert found["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert [bot for bot in found if bot.startswith("bot")] == list(BOTS)


def test_each_bot_of_compose_has_a_home_of_its_own() -> None:
    assert all(services(COMPOSE)[bot]["volumes"] == ["/data"] for bot in BOTS)


def test_secrets_are_files_in_compose_and_in_kubernetes() -> None:
    compose = COMPOSE.read_text(encoding="utf-8")
    used = set(re.findall(r"/run/secrets/(\w+)", compose))
    assert used == set(yaml.safe_load(compose)["secrets"])
    (secret,) = resources("Secret")
    (deployment,) = resources("Deployment")
    environment = deployment["spec"]["template"]["spec"]["containers"][0]["env"]
    files = {Path(each["value"]).name for each in environment if each["name"].endswith("_FILE")}
    assert files == set(secret["stringData"])


def test_database_has_room_for_the_bots_and_for_one_who_adds() -> None:
    reserved = 3
    assert int(database_settings()["max_connections"]) >= (len(BOTS) + 1) * CONNECTIONS + MOST_CONNECTIONS + reserved


def test_database_fits_the_memory_that_it_is_given() -> None:
    limit = megabytes(services(COMPOSE)["postgres"]["mem_limit"])
    found = database_settings()
    assert megabytes(found["shared_buffers"]) == limit // 4
    assert megabytes(found["effective_cache_size"]) < limit


def test_database_keeps_what_it_has_confirmed() -> None:
    assert not {"fsync", "synchronous_commit", "full_page_writes"} & set(database_settings())


def test_settings_of_the_database_exist(postgres: PostgresServer) -> None:
    known = {name for (name,) in postgres.execute("SELECT lower(name) FROM pg_settings")}
    assert {name for name in database_settings() if "." not in name} <= known


def test_extension_is_what_the_doctor_recommends_and_pinned() -> None:
    dockerfile = (DEPLOY / "postgres" / "Dockerfile").read_text(encoding="utf-8")
    assert f"ARG PG_TEXTSEARCH=v{_RECOMMENDED}\n" in dockerfile
    assert re.search(r"^ARG PG_TEXTSEARCH_COMMIT=[0-9a-f]{40}$", dockerfile, re.MULTILINE)


def test_world_sees_the_same_paths_whatever_stands_before_the_bots() -> None:
    single = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    many = (DEPLOY / "scale.Caddyfile").read_text(encoding="utf-8")
    (pages,) = re.findall(r"@pages path (.*)", single)
    (seen,) = re.findall(r"@bots path (.*)", many)
    assert seen.split() == ["/telegram", *pages.split()]
    (ingress,) = resources("Ingress")
    paths = {each["path"] for each in ingress["spec"]["rules"][0]["http"]["paths"]}
    assert paths == {path.removesuffix("/*") or "/" for path in seen.split()}
