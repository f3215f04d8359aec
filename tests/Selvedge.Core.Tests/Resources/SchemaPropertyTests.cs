using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Core.Resources;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Core.Tests.Resources;

public sealed class SchemaPropertyTests
{
    private static readonly string[] Words =
        ["", "a", "a.example.com", "1s", "DE", "10 a.b", "1.2", "static", "http://a.b", "\u0000", "@", "192.0.2.1",
            "up"];

    [Fact]
    public void Validation_never_throws_whatever_the_document_is()
    {
        Gen.Select(Gen.Int[0, KindRegistry.All.Length - 1], Gen.ULong).Sample((index, seed) =>
        {
            var kind = KindRegistry.All[index];
            var random = new Random((int)seed);
            if (Random(kind.Schema, random, 0) is JsonObject document)
            {
                var problems = DocumentValidator.Validate(kind, document);
                Assert.True(problems.Length <= SchemaLimits.ProblemsMax);
                foreach (var column in kind.Columns)
                {
                    Assert.NotNull(column.Cell(document, DateTimeOffset.UnixEpoch));
                }
            }
        }, iter: 20_000);
    }

    [Fact]
    public void What_validation_lets_through_the_types_can_read()
    {
        var accepted = 0;
        Gen.ULong.Sample(seed =>
        {
            var random = new Random((int)seed);
            var kind = KindRegistry.FindByAnyName("sites")!;
            var document = new JsonObject
            {
                ["apiVersion"] = kind.ApiVersion,
                ["kind"] = kind.Kind,
                ["metadata"] = new JsonObject { ["name"] = "a" },
                ["spec"] = new JsonObject
                {
                    ["hostnames"] = new JsonArray("a.example.com"),
                    ["backend"] = new JsonObject { ["url"] = "http://a.b" },
                },
            };
            var spec = kind.Schema.Member("spec")!;
            var member = spec.Members[random.Next(spec.Members.Length)];
            document["spec"]![member.Name] = Random(member.Schema, random, 0);
            if (DocumentValidator.Validate(kind, document).IsEmpty && document["spec"]![member.Name] is not null)
            {
                Interlocked.Increment(ref accepted);
                CoreJson.Read<Site>(Encoding.UTF8.GetBytes(Without(document).ToJsonString()));
            }
        }, iter: 30_000);
        Assert.True(accepted > 300, $"{accepted}");
    }

    // As the API does before it stores: null means not set.
    private static JsonNode Without(JsonNode node)
    {
        foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
        {
            if (value is null)
            {
                node.AsObject().Remove(name);
            }
            else
            {
                Without(value);
            }
        }

        foreach (var item in node is JsonArray items ? items.ToList() : [])
        {
            Without(item!);
        }

        return node;
    }

    private static JsonNode? Random(Schema schema, Random random, int depth)
    {
        if (random.Next(12) == 0 || depth > 12)
        {
            return random.Next(7) switch
            {
                0 => null,
                1 => new JsonObject { ["x"] = 1 },
                2 => new JsonArray(null, "a"),
                3 => JsonValue.Create(random.NextDouble() * 1e19),
                4 => JsonNode.Parse("1e400"),
                5 => true,
                _ => Words[random.Next(Words.Length)],
            };
        }

        return schema.Type switch
        {
            SchemaType.Fields => new JsonObject(schema.Members
                .Where(_ => random.Next(3) > 0)
                .Select(member => KeyValuePair.Create(member.Name, Random(member.Schema, random, depth + 1)))),
            SchemaType.Map => new JsonObject(Words.Where(_ => random.Next(4) == 0)
                .Select(word => KeyValuePair.Create(word, Random(schema.Items!, random, depth + 1)))),
            SchemaType.List => new JsonArray([.. Enumerable.Range(0, random.Next(3))
                .Select(_ => Random(schema.Items!, random, depth + 1))]),
            SchemaType.WholeNumber => JsonValue.Create(random.Next(-2, 12)),
            SchemaType.Number => JsonValue.Create(random.NextDouble() * 200),
            SchemaType.Truth => JsonValue.Create(random.Next(2) == 0),
            SchemaType.Text when schema.Allowed.Length > 0 => schema.Allowed[random.Next(schema.Allowed.Length)],
            _ => Words[random.Next(Words.Length)],
        };
    }
}
