using System.Collections.Immutable;

namespace Selvedge.Console.Map;

/// <summary>Finds room for the labels of the map's marks. Pure.</summary>
internal static class Labels
{
    // In the map's units, on a map 800 pixels wide; wider ones have room to spare.
    private const double Gap = 14;
    private const double CharacterWidth = 7.5;
    private const double LineHeight = 34;
    private const double MarkRadius = 9;

    /// <summary>The side for each label, in the order given: the first that hits neither mark, label nor
    /// edge.</summary>
    /// <param name="marks">Where each mark is, and how many characters its label's longest line has.</param>
    public static ImmutableArray<LabelSide> Place(IReadOnlyList<(double X, double Y, int Characters)> marks)
    {
        var taken = marks
            .Select(mark => new Box(mark.X - MarkRadius, mark.Y - MarkRadius, mark.X + MarkRadius, mark.Y + MarkRadius))
            .ToList();
        var sides = ImmutableArray.CreateBuilder<LabelSide>(marks.Count);
        for (var i = 0; i < marks.Count; i++)
        {
            var (x, y, characters) = marks[i];
            var side = LabelSide.Hidden;
            foreach (var candidate in (ReadOnlySpan<LabelSide>)
                [LabelSide.Right, LabelSide.Left, LabelSide.Above, LabelSide.Below])
            {
                var box = BoxOf(candidate, x, y, characters * CharacterWidth);
                if (box.Inside && !Hits(taken, box, own: i))
                {
                    side = candidate;
                    taken.Add(box);
                    break;
                }
            }

            sides.Add(side);
        }

        return sides.MoveToImmutable();
    }

    private static bool Hits(List<Box> taken, Box box, int own)
    {
        for (var i = 0; i < taken.Count; i++)
        {
            if (i != own && taken[i].Overlaps(box))
            {
                return true;
            }
        }

        return false;
    }

    private static Box BoxOf(LabelSide side, double x, double y, double width) => side switch
    {
        LabelSide.Right => new(x + Gap, y - (LineHeight / 2), x + Gap + width, y + (LineHeight / 2)),
        LabelSide.Left => new(x - Gap - width, y - (LineHeight / 2), x - Gap, y + (LineHeight / 2)),
        LabelSide.Above => new(x - (width / 2), y - Gap - LineHeight, x + (width / 2), y - Gap),
        _ => new(x - (width / 2), y + Gap, x + (width / 2), y + Gap + LineHeight),
    };

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Inside => Left >= 0 && Top >= 0 && Right <= EqualEarth.Width && Bottom <= EqualEarth.Height;

        public bool Overlaps(Box other) =>
            Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
