"""Papers with every fact given, all of them invented."""

from datetime import date

from fieldops.domain.partial_date import PartialDate
from fieldops.papers import card, declarations, letters, lists, notices, slips
from fieldops.papers import day_sheet as day_sheets
from fieldops.papers.nouns import Office, PersonOnPaper, written

OFFICE = Office("xã Cù Lao Dung", "Cù Lao Dung")
HOME = "ấp Sơn Ton, tổ 3, xã Cù Lao Dung"
QR = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0h1v1h-1z"/></svg>'


def old_woman(**kw):
    return PersonOnPaper(
        **{
            "name": "Nguyễn Thị Bảy",
            "birth": written(PartialDate(1942)),
            "sex": "Nữ",
            "ethnicity": "Khmer",
            "residence": HOME,
        }
        | kw
    )


def her_son():
    return PersonOnPaper(
        name="Trần Văn Tám",
        birth=written(PartialDate(1970, 4, 12)),
        sex="Nam",
        residence=HOME,
        id_number="000000000000",
    )


def birth_declaration(**kw):
    return declarations.BirthDeclaration(
        **{
            "office": OFFICE,
            "code": "HS00042",
            "requester": her_son(),
            "relation": "con",
            "child": old_woman(),
        }
        | kw
    )


def death_declaration(**kw):
    return declarations.DeathDeclaration(
        **{
            "office": OFFICE,
            "code": "HS00043",
            "requester": her_son(),
            "relation": "con",
            "deceased": old_woman(),
            "died_on": written(date(2026, 11, 20)),
        }
        | kw
    )


def receipt(**kw):
    return slips.ReceiptSlip(
        **{
            "office": OFFICE,
            "code": "HS00042",
            "dossier_code": "",
            "qr": QR,
            "person": "Nguyễn Thị Bảy",
            "informant": "Trần Văn Tám",
            "informant_phone": "0900 000 001",
            "procedure": "Đăng ký khai sinh lưu động",
            "procedure_code": "1.003583",
            "papers": ("tờ khai đăng ký khai sinh", "giấy chứng sinh"),
            "fee": "Không thu",
            "received_on": date(2026, 11, 23),
            "return_by": date(2026, 11, 30),
            "result": "giấy khai sinh",
            "steps": ("Đăng ký thường trú cho trẻ", "Thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi"),
        }
        | kw
    )


def handover(**kw):
    return slips.HandoverReceipt(
        **{
            "office": OFFICE,
            "code": "HS00042",
            "person": "Nguyễn Thị Bảy",
            "result": "giấy khai sinh",
            "register_entry": "số 07, quyển 01/2026",
            "registered_on": date(2026, 11, 24),
            "survey_qr": QR,
        }
        | kw
    )


def condolence(**kw):
    return letters.Letter(
        **{
            "office": OFFICE,
            "wording": letters.CONDOLENCE,
            "name": "Nguyễn Thị Bảy",
            "address": "bà",
            "home": HOME,
            "on": date(2026, 11, 20),
        }
        | kw
    )


def new_member(**kw):
    return condolence(wording=letters.NEW_MEMBER, name="Trần Gia Thử", on_words="sinh ngày", **kw)


def wedding(**kw):
    return letters.Letter(
        OFFICE, letters.WEDDING, name="anh Trần Văn Thử", second="chị Lê Thị Mẫu", **kw
    )


def register_list(count=2):
    entries = (
        lists.EntryToSign(
            f"HS{n:05}", f"số {n:02}, quyển 01/2026", "Nguyễn Thị Bảy", HOME, date(2026, 11, 25)
        )
        for n in range(1, count + 1)
    )
    return lists.RegisterList(OFFICE, "khai sinh", date(2026, 11, 23), tuple(entries))


def labels(count=3):
    each = (
        lists.Label("ông Trần Văn Tám", HOME, "sau chùa, qua cầu ván", f"HS{n:05}")
        for n in range(1, count + 1)
    )
    return lists.LabelSheet(OFFICE, tuple(each))


def citizen_card(**kw):
    return card.CitizenCard(
        **{
            "office": OFFICE,
            "code": "CD00017",
            "qr": QR,
            "name": "Nguyễn Thị Bảy",
            "hamlet": "Sơn Ton",
        }
        | kw
    )


def day_sheet(count=2):
    calls = tuple(
        day_sheets.Call(
            n,
            f"{7 + n}:30",
            "Nguyễn Thị Bảy",
            ("ấp Sơn Ton, tổ 3", "sau chùa, qua cầu ván", "đi bộ đoạn cuối"),
            "0900 000 001 (con gái)",
            ("Nhận hồ sơ", "– giấy khai sinh: Nguyễn Thị Bảy"),
            again=("Đến lần thứ 2", "Hàng xóm nói có nhà: thứ Năm 7:00–11:00") * (n == 2),
        )
        for n in range(1, count + 1)
    )
    points = [(9.59 + n / 100, 106.22) for n in range(count)]
    return day_sheets.DaySheet(
        office=OFFICE,
        team="A",
        day="thứ Tư 25/11/2026",
        people=("Trần Thị Thử", "Lê Văn Mẫu"),
        vehicle="Xe máy 1",
        hours="7:00 – 16:40, nghỉ trưa 11:30 – 12:30",
        distance="34,5 km",
        qr=QR,
        sketch=day_sheets.sketch((9.6, 106.2), points),
        calls=calls,
    )


def supplement_request(**kw):
    return notices.SupplementRequest(
        **{
            "office": OFFICE,
            "code": "HS00042",
            "dossier_code": "H.Thu-261120-0042",
            "to": "Trần Văn Tám",
            "home": HOME,
            "person": "Nguyễn Thị Bảy",
            "procedure": "Đăng ký khai sinh cho người đã có giấy tờ cá nhân",
            "asked_on": date(2026, 11, 23),
            "papers": "giấy cam đoan chưa từng đăng ký khai sinh; bản sao sổ hộ khẩu cũ",
            "wanted_by": date(2026, 11, 30),
            "paused": True,
        }
        | kw
    )


def apology(**kw):
    return notices.Apology(
        **{
            "office": OFFICE,
            "code": "HS00042",
            "dossier_code": "H.Thu-261113-0042",
            "to": "Trần Văn Tám",
            "home": HOME,
            "person": "Nguyễn Thị Bảy",
            "procedure": "Đăng ký khai sinh lưu động",
            "result": "giấy khai sinh",
            "received_on": date(2026, 11, 13),
            "promised_on": date(2026, 11, 20),
            "new_date": date(2026, 11, 26),
            "reason": "phà ngừng chạy hai ngày vì nước lớn, đội chưa qua cồn được.",
            "apologised_on": date(2026, 11, 20),
        }
        | kw
    )
