using Selvedge.Commands.Output;

namespace Selvedge.System.Tests.Commands.Output;

public sealed class TableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_three_apart_and_no_line_ends_in_spaces()
    {
        var table = new Table("Name", "Ready", "Age").Add("a", "True", "3s").Add("longer-name", "False");

        Assert.Equal(
            [
                "NAME          READY   AGE",
                "a             True    3s",
                "longer-name   False",
            ],
            CommandLine.Lines(output => table.WriteTo(output, Paint.None)));
    }

    [Fact]
    public void An_indented_table_moves_as_a_whole()
    {
        var table = new Table("Name").Add("a");

        Assert.Equal(["  NAME", "  a"], CommandLine.Lines(output => table.WriteTo(output, Paint.None, 2)));
    }

    [Fact]
    public void Empty_cells_keep_their_place()
    {
        var table = new Table("A", "B", "C").Add("", "", "c");

        Assert.Equal(["A   B   C", "        c"], CommandLine.Lines(output => table.WriteTo(output, Paint.None)));
    }

    [Fact]
    public void Colours_do_not_move_the_columns()
    {
        var table = new Table("Ready", "Age").Add("yes", "3s").Add("no: silent", "4s");

        Assert.Equal(
            [
                "READY        AGE",
                "\e[32myes\e[0m          3s",
                "\e[31mno\e[0m: silent   4s",
            ],
            CommandLine.Lines(output => table.WriteTo(output, new Paint(true))));
    }

    [Fact]
    public void Text_from_afar_cannot_drive_the_terminal()
    {
        var table = new Table("Reason").Add("\e[2Jgone\nnext\ttab\r");

        Assert.Equal(["REASON", "?[2Jgone next tab?"], CommandLine.Lines(output => table.WriteTo(output, Paint.None)));
    }

    [Fact]
    public void A_table_that_grows_while_it_is_watched_stays_aligned()
    {
        var table = new Table("Name", "Age").Add("long-name", "1s");
        var lines = CommandLine.Lines(output =>
        {
            table.WriteTo(output, Paint.None);
            table.Add("a", "2s").WriteRowsTo(output, Paint.None);
        });

        Assert.Equal(["NAME        AGE", "long-name   1s", "a           2s"], lines);
    }
}
