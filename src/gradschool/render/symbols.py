"""What TeX's commands look like in Unicode, and in ASCII where that is all there is."""

from __future__ import annotations

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

# Ordinary signs: (Unicode, ASCII).
ORDINARY = {
    "partial": ("∂", "d"), "nabla": ("∇", "grad"), "infty": ("∞", "inf"), "ell": ("ℓ", "l"), "forall": ("∀", "for all"),
    "exists": ("∃", "exists"), "emptyset": ("∅", "{}"), "varnothing": ("∅", "{}"), "ldots": ("…", "..."),
    "dots": ("…", "..."), "cdots": ("⋯", "..."), "vdots": ("⋮", ":"), "ddots": ("⋱", "..."), "prime": ("′", "'"),
    "top": ("⊤", "T"), "bot": ("⊥", "_|_"), "intercal": ("⊤", "T"), "dagger": ("†", "+"), "hbar": ("ℏ", "h"),
    "Re": ("Re", "Re"), "Im": ("Im", "Im"), "%": ("%", "%"), "#": ("#", "#"), "_": ("_", "_"), "$": ("$", "$"),
    "&": ("&", "&"), "degree": ("°", "deg"), "checkmark": ("✓", "ok"), "neg": ("¬", "not"), "lnot": ("¬", "not"),
    "backslash": ("\\", "\\"), "triangle": ("△", "triangle"), "square": ("□", "square"), "star": ("⋆", "*"),
    "imath": ("ı", "i"), "jmath": ("ȷ", "j"), "angle": ("∠", "angle"), "aleph": ("ℵ", "aleph"),
}  # fmt: skip

# Operators between two things, with a space on each side.
BINARY = {
    "cdot": ("·", "*"), "times": ("×", "x"), "div": ("÷", "/"), "pm": ("±", "+-"), "mp": ("∓", "-+"),
    "odot": ("⊙", "(.)"),
    "otimes": ("⊗", "(x)"), "oplus": ("⊕", "(+)"), "ominus": ("⊖", "(-)"), "circ": ("∘", "o"), "ast": ("∗", "*"),
    "cup": ("∪", "u"), "cap": ("∩", "n"), "wedge": ("∧", "and"), "land": ("∧", "and"), "vee": ("∨", "or"),
    "lor": ("∨", "or"), "setminus": ("∖", "\\"), "bullet": ("•", "."), "bmod": ("mod", "mod"),
}  # fmt: skip

# Relations, with a space on each side.
RELATIONS = {
    "le": ("≤", "<="), "leq": ("≤", "<="), "leqslant": ("≤", "<="), "ge": ("≥", ">="), "geq": ("≥", ">="),
    "geqslant": ("≥", ">="), "ne": ("≠", "!="), "neq": ("≠", "!="), "lt": ("<", "<"), "gt": (">", ">"),
    "approx": ("≈", "~"), "equiv": ("≡", "=="), "sim": ("∼", "~"), "simeq": ("≃", "~"), "cong": ("≅", "~"),
    "propto": ("∝", "prop. to"), "in": ("∈", "in"), "notin": ("∉", "not in"), "ni": ("∋", "owns"),
    "subset": ("⊂", "within"), "subseteq": ("⊆", "within"), "supset": ("⊃", "holds"), "to": ("→", "->"),
    "rightarrow": ("→", "->"), "longrightarrow": ("→", "->"), "leftarrow": ("←", "<-"), "gets": ("←", "<-"),
    "leftrightarrow": ("↔", "<->"), "Rightarrow": ("⇒", "=>"), "implies": ("⇒", "=>"), "Leftarrow": ("⇐", "<="),
    "Leftrightarrow": ("⇔", "<=>"), "iff": ("⇔", "<=>"), "mapsto": ("↦", "|->"), "ll": ("≪", "<<"), "gg": ("≫", ">>"),
    "coloneqq": ("≔", ":="), "mid": ("|", "|"), "parallel": ("∥", "||"), "perp": ("⊥", "_|_"), "vdash": ("⊢", "|-"),
    "models": ("⊨", "|="),
}  # fmt: skip

LARGE = {
    "sum": ("∑", "sum"), "prod": ("∏", "prod"), "int": ("∫", "int"), "iint": ("∬", "int"), "oint": ("∮", "int"),
    "bigcup": ("⋃", "union"), "bigcap": ("⋂", "meet"), "bigoplus": ("⨁", "sum"), "bigotimes": ("⨂", "prod"),
}  # fmt: skip

FUNCTIONS = frozenset({
    "arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim",
    "exp", "gcd", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min", "Pr", "sec", "sin", "sinh",
    "sup", "tan", "tanh",
})  # fmt: skip

OPENING = {
    "{": "{",
    "lbrace": "{",
    "langle": "⟨",
    "lfloor": "⌊",
    "lceil": "⌈",
    "lvert": "|",
    "lVert": "‖",
    "lbrack": "[",
}
CLOSING = {
    "}": "}",
    "rbrace": "}",
    "rangle": "⟩",
    "rfloor": "⌋",
    "rceil": "⌉",
    "rvert": "|",
    "rVert": "‖",
    "rbrack": "]",
}
BARS = {"|": "‖", "Vert": "‖", "vert": "|"}
ASCII_DELIMITERS = {"⟨": "<", "⟩": ">", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "‖": "||"}

SPACES = {",": " ", ":": " ", ";": " ", " ": " ", "~": " ", "quad": "  ", "qquad": "    ", "!": "", "enspace": " ",
          "thinspace": " ", "medspace": " ", "thickspace": " "}  # fmt: skip

ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "underline": "\u0332",
}  # fmt: skip
ASCII_ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u20d7": "vec", "\u0307": "dot",
                 "\u0308": "ddot", "\u0332": "underline"}  # fmt: skip

# Commands whose argument is shown as it is: in words, or as maths in another face.
WORDS = frozenset({
    "text", "textbf", "textit", "textrm", "textsf", "texttt", "textnormal", "mbox", "mathrm", "operatorname", "mathsf",
    "mathtt",
})  # fmt: skip
FACES = frozenset({
    "mathbf", "boldsymbol", "bm", "mathit", "mathcal", "mathscr", "mathfrak", "mathbb", "displaystyle", "textstyle",
})  # fmt: skip
SWITCHES = frozenset({
    "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits",
})  # fmt: skip
SIZES = frozenset({
    "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm",
    "middle",
})  # fmt: skip

DOUBLE_STRUCK = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "H": "ℍ"}
SCRIPT = {"L": "ℒ", "H": "ℋ", "F": "ℱ", "B": "ℬ", "E": "ℰ", "I": "ℐ", "M": "ℳ", "R": "ℛ"}

RAISED = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ′*∗⊤†∘",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ′**ᵀ†°",
        strict=True,
    )
)
LOWERED = dict(
    zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)  # fmt: skip
FRACTIONS = {("1", "2"): "½", ("1", "3"): "⅓", ("2", "3"): "⅔", ("1", "4"): "¼", ("3", "4"): "¾"}
