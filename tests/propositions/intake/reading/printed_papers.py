"""What the kept PDFs say: LibreOffice made them from these parts with ``as_narrow_word``, with lines and without."""

BEFORE = (
    "The county has four propositions, which officers have talked over with the universities, the colleges and the two "
    "chambers of commerce. None of them has been costed yet."
)
BETWEEN = (
    "A second set of propositions came in after the meeting of the sounding board, and is put to the board as it "
    "stands."
)
AFTER = "The board is asked to say which of them officers are to work up by the autumn."
FOOTER = "Example County, board paper 14"

HEADINGS = ["Proposition", "What", "Why", "How", "Ask"]
FIRST = [
    HEADINGS,
    [
        "Night trains to the coast",
        "Two trains an hour until midnight from the junction to the harbour, with a stop at the hospital",
        "Nurses and hotel staff cannot get home after the late shift, and the last connection "
        "leaves before ten o’clock",
        "The operator and the county share the cost in the first two years; the timetable is recast in spring",
        "Will Government let the trains run on the freight path?\n"
        "Release the rolling stock that stands in the sidings\n"
        "Lend an official for the talks with the operator",
    ],
    [
        "Hydrogen for harbour craft",
        "A filling station for tugs and pilot boats, and a demonstrator vessel that is built in the county",
        "The yards have the welders and the university has the laboratories, yet the first orders go abroad",
        "A consortium of yards, led by the port company, with apprenticeships in decarbonisation and instrumentation",
        "Recognise the harbour as a test bed\nLet the regulator approve the bunkering procedure within six months",
    ],
    [
        "One front door for apprenticeships",
        "A single form and a single adviser for small firms that want to take on an apprentice for the first time",
        "Four forms and three telephone numbers put them off; only one firm in nine gets through",
        "A joint team of the colleges and the chambers, housed in the library of the county town, and a "
        "self-service page for those who know what they want",
        "Share the data on school leavers with us\nDWP and DfE to agree on one form",
    ],
    [
        "Flood walls that pay for themselves",
        "Raised walls along the lower river with workshops let under the arches, built in three stages from the bridge "
        "downstream, so that the insurers can lower their premiums after each stage",
        "Two floods in five years closed the industrial estate for months; the underwriters have asked for a long-term "
        "plan before they renew the cover of the larger employers",
        "The drainage board borrows against the rents",
        "Advise us on the business case",
    ],
]
SECOND = [
    HEADINGS,
    ["Tidal pool", "A pool", "Children cannot swim", "With the parish", "Test the water twice a month"],
    ["Ferry", "A ferry", "The bridge is shut", "By boat", "Recognise the ferry as a lifeline\nPay for a second boat"],
]
PARTS = [BEFORE, FIRST, BETWEEN, SECOND, AFTER]
