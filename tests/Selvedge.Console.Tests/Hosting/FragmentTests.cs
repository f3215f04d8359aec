using Selvedge.Console.Hosting;

namespace Selvedge.Console.Tests.Hosting;

public sealed class FragmentTests
{
    [Fact]
    public void A_table_is_split_into_its_bodies_and_a_frame_that_names_them()
    {
        var fragment =
            Fragment.Of("t", "<table>a<tbody id=\"x\" class=\"c\">1</tbody>b<tbody id=\"y\">2</tbody></table>");

        Assert.Equal("<table>a[x]b[y]</table>", fragment.Frame);
        Assert.Equal(
            [("x", "<tbody id=\"x\" class=\"c\">1</tbody>"), ("y", "<tbody id=\"y\">2</tbody>")], fragment.Parts);
    }

    [Fact]
    public void A_region_without_a_table_is_its_own_frame()
    {
        var fragment = Fragment.Of("t", "<p>1</p>");

        Assert.Equal(("<p>1</p>", 0), (fragment.Frame, fragment.Parts.Length));
    }
}
