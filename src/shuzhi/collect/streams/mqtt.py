"""Listening to an MQTT broker: an event is acknowledged when it is on the disk, so what is not comes again."""

import ssl
import time
from collections.abc import Callable, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from shuzhi.collect.streams.log import Log

TOGETHER = 5000
"""Events that are written by one write."""
PATIENCE = 30.0
"""Seconds between attempts to reach the broker, at most."""
REMEMBERED = 7 * 24 * 3600
"""Seconds for which the broker keeps what comes while nobody listens (MQTT 5; with 3.1.1 it is the broker's to say)."""
INFLIGHT = 1000
"""Events the broker may send before the first of them is acknowledged."""


class Declared(Protocol):
    """What a feed says of a broker, as ``packs.feed_file.Mqtt`` does."""

    @property
    def address(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def version(self) -> str: ...


class Listener:
    """One subscription. ``name`` is the client's to the broker: it must stay, for the broker keeps events under it."""

    def __init__(
        self, asked: Declared, password: str | None, log: Log, *, name: str,
        say: Callable[[str], None] = lambda _: None, sleep: Callable[[float], object] = time.sleep,
    ) -> None:  # fmt: skip
        self._asked = asked
        self._log = log
        self._say = say
        self._sleep = sleep
        self._came: list[paho.MQTTMessage] = []
        self.kept = 0
        self._five = asked.version == "5"
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=name,
            protocol=paho.MQTTv5 if self._five else paho.MQTTv311,
            clean_session=None if self._five else False,
            reconnect_on_failure=False,
            manual_ack=True,
        )
        told = urlsplit(asked.address)
        if told.username:
            self._client.username_pw_set(told.username, password)
        if told.scheme == "mqtts":
            self._client.tls_set_context(ssl.create_default_context())
        self._client.on_connect = self._connected
        self._client.on_message = lambda _client, _data, message: self._came.append(message)

    def listen(self, going_on: Callable[[], bool]) -> None:
        """Until ``going_on`` says no. A broker that is away is tried again; nothing that came is lost by it."""
        wait = 1.0
        while going_on():
            try:
                self._connect()
                wait = 1.0
                while going_on() and self._client.loop(timeout=0.2) == paho.MQTT_ERR_SUCCESS:
                    self._keep_all()
            except (OSError, ValueError) as error:
                self._say(type(error).__name__)
            # Of what is not acknowledged the broker will send everything again.
            self._came.clear()
            if going_on():
                self._sleep(wait)
                wait = min(wait * 2, PATIENCE)
        self._client.disconnect()
        self._log.close()

    def _connect(self) -> None:
        told = urlsplit(self._asked.address)
        port = told.port or (8883 if told.scheme == "mqtts" else 1883)
        properties = None
        if self._five:
            properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            properties.SessionExpiryInterval = REMEMBERED
            properties.ReceiveMaximum = INFLIGHT
        self._client.connect(
            told.hostname or "127.0.0.1", port, keepalive=30,
            clean_start=False if self._five else paho.MQTT_CLEAN_START_FIRST_ONLY, properties=properties,
        )  # fmt: skip

    def _connected(
        self, client: paho.Client, _data: object, _flags: object, reason: object, _more: object
    ) -> None:
        if getattr(reason, "is_failure", False):
            self._say(str(reason))
            return
        if self._five:
            client.subscribe([(topic, SubscribeOptions(qos=1)) for topic in self._asked.topics])
        else:
            client.subscribe([(topic, 1) for topic in self._asked.topics])

    def _keep_all(self) -> None:
        """Whatever is there to be read, then to the disk, then acknowledged."""
        before = -1
        while before < len(self._came) < TOGETHER:
            before = len(self._came)
            if self._client.loop(timeout=0.0) != paho.MQTT_ERR_SUCCESS:
                break
        if self._came:
            self._log.keep([(message.topic, bytes(message.payload)) for message in self._came])
            for message in self._came:
                self._client.ack(message.mid, message.qos)
            self.kept += len(self._came)
            self._came.clear()
        self._log.close_in_time()
