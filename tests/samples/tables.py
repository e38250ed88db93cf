"""Tables of messages: what platforms give the police, and what people's programs make."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ROBLOX = (
    "ts,ds,conversation_id,convo_type,user_id,name,text,is_filtered_o13\n"
    '2025-03-04 22:41:07,2025-03-04,c1,OneToOne,55501,ana_demo,"Did you bring it, then?",false\n'
    "2025-03-04 22:42:07,2025-03-04,c1,OneToOne,55502,zoe_demo,Yes,false\n"
    "2025-03-04 22:43:07,2025-03-04,c2,Group,55501,ana_demo,All here?,false\n"
)
ROBLOX_MESSAGES = (
    "created_time (UTC seconds),subject,body,author_id,author_name,recipient_id,recipient_name\n"
    "1741128067,Hello,Which map?,55501,ana_demo,55502,zoe_demo\n"
    "1741128127,Re: Hello,The blue one,55502,zoe_demo,55501,ana_demo\n"
)
KIK = (
    "sent_at,sent_at_ts,sender_id,receiver_id,message\n"
    "2025-03-04 22:41:07,1741128067000,ana_k,zoe_k,Which one?\n"
    '2025-03-04 22:42:07,1741128127000,zoe_k,ana_k,"The\nblue one"\n'
    "2025-03-04 22:43:07,1741128187000,ben_k,zoe_k,Hi\n"
)
SPANISH = (
    "Fecha;Hora;Remitente;Mensaje\r\n"
    "25/03/2025;22:41;Ana Peña;¿Llegaste?\r\n"
    "25/03/2025;22:42;Zoë;Sí; casi\r\n".replace("Sí; casi", '"Sí; casi"')
)
GERMAN = "Datum\tUhrzeit\tAbsender\tNachricht\n25.03.2025\t22:41\tAna\tBist du da?\n"


def write(folder: Path) -> Path:
    """Write all of them, each in a folder of its own."""
    tables = {
        "roblox": ROBLOX,
        "messages": ROBLOX_MESSAGES,
        "kik": KIK,
        "spanish": SPANISH,
        "german": GERMAN,
    }
    for name, text in tables.items():
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder
