using System.Text;
using System.Text.Json;
using CsCheck;
using Selvedge.Wire.Acme;

namespace Selvedge.Wire.Tests.Acme;

public sealed class AcmeJsonTests
{
    private const string Order = """
        {"status":"pending","expires":"2026-12-01T00:00:00Z",
         "identifiers":[{"type":"dns","value":"Shop.Example"},{"type":"dns","value":"*.shop.example"}],
         "authorizations":["https://ca.example/authz/1","https://ca.example/authz/2"],
         "finalize":"https://ca.example/finalize/1"}
        """;

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Gen.Const("1")
        : Gen.OneOf(
            Gen.Const("null"),
            Gen.Const("true"),
            Word(
                "\"valid\"", "\"pending\"", "\"dns\"", "\"https://a.example/\"", "\"\\ud800\"", "\"..\"", "-1e400"),
            inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(
                    Word(
                        "status", "identifiers", "identifier", "authorizations", "finalize", "challenges", "type",
                        "value", "token", "url", "error", "detail", "subproblems", "newNonce", "newAccount", "newOrder",
                        "meta", "orders", "certificate"),
                    inner)
                .Array[0, 8].Select(members =>
                    "{" + string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}")) + "}")));

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 300].Sample(bytes => ReadAll(bytes));

    [Fact]
    public void Random_json_of_the_right_words_never_throws() =>
        Json.Sample(json => ReadAll(Encoding.UTF8.GetBytes(json)), iter: 20_000);

    [Fact]
    public void Truncated_and_mutated_orders_never_throw() =>
        Gen.Select(Gen.Int[0, Order.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Order);
            bytes[at] = value;
            ReadAll(bytes);
            ReadAll(bytes[..at]);
        });

    [Fact]
    public void An_order_is_read_in_lower_case_and_compared_as_a_set()
    {
        Assert.True(AcmeOrder.TryRead(Encoding.UTF8.GetBytes(Order), out var order, out _));
        Assert.Equal(AcmeState.Pending, order.State);
        Assert.Equal(2, order.Authorizations.Length);
        Assert.True(order.IsFor(["*.shop.example", "shop.example"]));
        Assert.False(order.IsFor(["shop.example"]));
        Assert.False(order.IsFor(["shop.example", "*.shop.example", "more.example"]));
    }

    [Theory]
    [InlineData("""{"type":"http-01","url":"https://a.example/","status":"pending","token":"../../etc"}""", "token")]
    [InlineData("""{"type":"http-01","url":"http://a.example/","status":"pending","token":"a"}""", "url")]
    [InlineData("""{"type":"http-01","url":"https://a.example/","status":"perhaps","token":"a"}""", "status")]
    [InlineData("""{"type":"a","type":"b","url":"https://a.example/","status":"valid"}""", "JSON")]
    [InlineData("[]", "object")]
    public void A_challenge_that_could_harm_is_refused_with_the_reason(string json, string reason)
    {
        Assert.False(AcmeChallenge.TryRead(Encoding.UTF8.GetBytes(json), out _, out var said));
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_the_limit_of_identifiers_is_refused()
    {
        var names = Enumerable.Range(0, Limits.IdentifiersMax + 1).Select(n => $"n{n}.example").ToArray();
        using var identifiers = JsonDocument.Parse(AcmeRequest.NewOrder(names));
        var order = Order.Replace(
            """[{"type":"dns","value":"Shop.Example"},{"type":"dns","value":"*.shop.example"}]""",
            identifiers.RootElement.GetProperty("identifiers").GetRawText(),
            StringComparison.Ordinal);

        Assert.False(AcmeOrder.TryRead(Encoding.UTF8.GetBytes(order), out _, out var reason));
        Assert.Contains("identifiers", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_newOrder_asks_for_an_order_says_back() =>
        Gen.String[Gen.Char.AlphaNumeric, 1, 40].Array[1, 20].Sample(labels =>
        {
            var names = labels.Select(label => $"{label.ToLowerInvariant()}.example").ToArray();
            using var request = JsonDocument.Parse(AcmeRequest.NewOrder(names));
            var order = $$"""
                {"status":"ready","authorizations":[],"finalize":"https://ca.example/f",
                 "identifiers":{{request.RootElement.GetProperty("identifiers").GetRawText()}}}
                """;
            Assert.True(AcmeOrder.TryRead(Encoding.UTF8.GetBytes(order), out var read, out var reason), reason);
            Assert.Equal(names, read.Hostnames, StringComparer.Ordinal);
        });

    [Fact]
    public void A_problem_keeps_the_words_of_its_subproblems_in_one_bounded_line()
    {
        var json = $$$"""
            {"type":"urn:ietf:params:acme:error:compound","detail":"two\n\u001bnames",
             "subproblems":[{"type":"x","detail":"no CAA","identifier":{"type":"dns","value":"a.example"}},
                            {"detail":"{{{new string('x', 5000)}}}"}]}
            """;
        Assert.True(AcmeProblem.TryRead(Encoding.UTF8.GetBytes(json), out var problem, out _));
        Assert.Equal("compound", problem.Name);
        Assert.StartsWith("two  names; a.example: no CAA; xxx", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(Limits.DetailCharsMax, problem.Detail.Length);
    }

    private static Gen<string> Word(params string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);

    private static void ReadAll(byte[] bytes)
    {
        Check(AcmeDirectory.TryRead(bytes, out var directory, out var reason), directory, reason);
        Check(AcmeAccount.TryRead(bytes, out var account, out reason), account, reason);
        Check(AcmeOrder.TryRead(bytes, out var order, out reason), order, reason);
        Check(AcmeOrderList.TryRead(bytes, out var list, out reason), list, reason);
        Check(AcmeAuthorization.TryRead(bytes, out var authorization, out reason), authorization, reason);
        Check(AcmeChallenge.TryRead(bytes, out var challenge, out reason), challenge, reason);
        Check(AcmeProblem.TryRead(bytes, out var problem, out reason), problem, reason);
    }

    private static void Check(bool read, object? value, string reason)
    {
        Assert.Equal(read, value is not null);
        Assert.Equal(read, reason.Length == 0);
    }
}
