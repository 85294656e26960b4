"""How far two readers of the same articles agree: `agreement.py ONE OTHER` (whole records, JSON Lines).

Exact F1 of the names by type (it is the same whichever reader counts as right), and what they differ on.
"""

import argparse
from collections import Counter
from pathlib import Path

from training.corpus import read_articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--list", action="store_true", help="show every difference")
    args = parser.parse_args()
    first = {article.id: article for article in read_articles(args.one)}
    second = {article.id: article for article in read_articles(args.other)}
    both = sorted(set(first) & set(second))
    sizes, same, same_span = Counter(), Counter(), Counter()
    for key in both:
        one, other = set(first[key].names), set(second[key].names)
        spans = {name[:2] for name in one} & {name[:2] for name in other}
        for name in [*one, *other]:
            sizes[name[2]] += 1
            same[name[2]] += name in one and name in other
            same_span[name[2]] += name[:2] in spans
        if args.list:
            text = first[key].text
            for start, end, label in sorted(one ^ other):
                reader = "one" if (start, end, label) in one else "other"
                context = (
                    text[max(0, start - 40) : start] + "[" + text[start:end] + "]" + text[end : end + 30]
                )
                print(f"{key} only {reader}: {label} {' '.join(context.split())}")
    print(f"{len(both)} articles read twice")
    for label in sorted(sizes):
        print(
            f"{label}: agreement F1 {same[label] / sizes[label]:.3f}, "
            f"whatever the type {same_span[label] / sizes[label]:.3f} ({sizes[label] // 2} names)"
        )
    print(f"all: agreement F1 {sum(same.values()) / sum(sizes.values()):.3f}")


if __name__ == "__main__":
    main()
