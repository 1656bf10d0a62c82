"""Columns that name persons, made up, and columns that only look as if."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国"
_FIRST = ("Jonathan", "Priscilla", "Theodora", "Bartholomew", "Genevieve")
_LAST = ("Featherstone", "Carruthers", "Oppenheim", "Castellano", "Vandermeer")
#: Weights and check digits of identity cards: GB 11643-1999.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def identity_card(draw: random.Random) -> str:
    """Make the number of an identity card up, with its check digit."""
    born = (
        f"{draw.randint(1960, 2003)}{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}"
    )
    body = f"{draw.choice(['110101', '310115'])}{born}{draw.randint(1, 999):03d}"
    total = sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True))
    return body + _CHECKS[total % 11]


def persons(n: int, seed: int = 1) -> dict[str, list[str]]:
    """Return columns that name persons, by heading."""
    draw = random.Random(seed)
    between = draw.randint

    def mobile(sign: str = "") -> str:
        parts = f"1{between(3, 9)}{between(0, 9)}", between(0, 9999), between(0, 9999)
        return f"{parts[0]}{sign}{parts[1]:04d}{sign}{parts[2]:04d}"

    def name() -> str:
        return draw.choice(_FAMILY) + "".join(draw.sample(_GIVEN, 2))

    made: dict[str, Callable[[], object]] = {
        "IP地址": lambda: f"61.{between(0, 255)}.{between(0, 255)}.{between(1, 254)}",
        "net": lambda: f"61.{between(0, 255)}.{between(0, 255)}.9(浙江-杭州)",
        "six": lambda: f"2408:{between(4096, 65535):x}::{between(4096, 65535):x}",
        "contact": lambda: f"user{between(10**6, 10**7)}@example.com",
        "您的姓名是？": name,
        "联系人": name,
        "column_17": name,
        "Customer": lambda: f"{draw.choice(_FIRST)} {draw.choice(_LAST)}",
        "手机": mobile,
        "t1": lambda: "+86 " + mobile("-"),
        "t2": lambda: mobile(" "),
        "t3": lambda: f"021-{between(50000000, 69999999)}",
        "t4": lambda: f"(0571) {between(8000, 8999)} {between(1000, 9999)}",
        "t5": lambda: f"+44 20 7{between(100, 999)} {between(1000, 9999)}",
        "t6": lambda: f"({between(200, 989)}) 555-{between(1000, 9999)}",
        "t7": lambda: mobile().translate({48 + i: 0xFF10 + i for i in range(10)}),
        "座机": lambda: between(50000000, 69999999),
        "cert": lambda: identity_card(draw),
        "card": lambda: f"6217 {between(1000, 9999)} {between(1000, 9999)} 4321 987",
        "护照号": lambda: f"E{between(10**7, 10**8 - 1)}",
        "lat": lambda: f"{30 + draw.random():.6f}",
        "gps": lambda: f"{30 + draw.random():.6f},{120 + draw.random():.6f}",
        "adr": lambda: f"浙江省杭州市西湖区文三路{between(1000, 9999)}号",
        "所在省份": lambda: draw.choice(["浙江省甲", "江苏省乙"]),
        "ua": lambda: f"Mozilla/5.0 (Android 13; SM-{between(10**5, 10**6)})",
        "mac": lambda: ":".join(f"{between(16, 255):02x}" for _ in range(6)),
        "wx": lambda: f"wxid_{between(10**9, 10**10)}",
        "QQ": lambda: between(10**8, 10**9),
        "token": lambda: f"tk{between(10**11, 10**12):x}",
        "workerId": lambda: f"A{between(10**12, 10**13):X}",
        "学号": lambda: between(20190000, 20239999),
        "车牌": lambda: f"浙A{between(10000, 99999)}",
        "生日": lambda: (
            f"{between(1960, 2003)}-{between(1, 12):02d}-{between(1, 28):02d}"
        ),
        "备注": lambda: f"服务员{name()}的态度很差，{between(10**5, 10**6)}",
        "comment": lambda: f"call me on {mobile()} please",
        "opinion": lambda: f"The waiter spilled soup {between(10**4, 10**5)}",
    }
    found = {heading: [str(make()) for _ in range(n)] for heading, make in made.items()}
    seldom = {"sometimes": mobile, "scale_like": mobile}
    for (heading, make), dull in zip(seldom.items(), ("无", "4"), strict=True):
        found[heading] = [dull] * n
        found[heading][n // 2] = make()
    return found


def look_alikes(n: int, seed: int = 2) -> dict[str, list[object]]:
    """Return columns that name nobody, by heading."""
    draw, noise = random.Random(seed), np.random.default_rng(seed)
    between = draw.randint
    made: dict[str, Callable[[], object]] = {
        "rating_own": lambda: between(1, 7),
        "slider": lambda: round(draw.random() * 100, 1),
        "duration_ms": lambda: between(13000000, 19999999),
        "消费金额（元）": lambda: between(100, 99999) / 100,
        "price": lambda: f"{between(1, 99)},{between(100, 999)}.00",
        "birth_year": lambda: between(1955, 2005),
        "visits": lambda: between(0, 30),
        "year_month": lambda: f"{between(2018, 2024)}-{between(1, 12):02d}",
        "visit_date": lambda: f"2024-{between(1, 12):02d}-{between(1, 28):02d}",
        "visit_time": lambda: f"{between(0, 23):02d}:{between(0, 59):02d}:09",
        "wait_duration": lambda: between(1, 90),
        "row_id": lambda: between(1, 9999),
        "condition": lambda: draw.choice(["control", "treated"]),
        "组别": lambda: draw.choice(["甲", "乙", "丙"]),
        "weekday": lambda: draw.choice(["周一", "周二", "周三"]),
        "theta": lambda: round(float(noise.normal()), 11),
        "prob": lambda: 0.13912345678 + between(0, 9) * 1e-11,
        "epoch_ms": lambda: 1.7e12 + between(0, 10**9),
        "phone_brand": lambda: draw.choice(["Huawei", "Xiaomi"]),
        "手机品牌": lambda: draw.choice(["华为", "小米"]),
        "email_satisfaction": lambda: between(1, 5),
        "电话服务满意度": lambda: between(1, 5),
        "address_speed": lambda: between(1, 7),
        "ip_concern": lambda: between(1, 7),
        "微信使用频率": lambda: between(1, 5),
        "device_type": lambda: draw.choice(["mobile", "desktop"]),
        "education": lambda: draw.choice(["bachelor", "master", "high school"]),
        "income": lambda: draw.choice(["<5000", "5000-9999", "10000+"]),
        "channel": lambda: draw.choice(["电话", "邮件", "现场"]),
        "Zip": lambda: draw.choice(["A", "B"]),
    }
    return {heading: [make() for _ in range(n)] for heading, make in made.items()}
