/** Where a venue or a client can be. */
export interface Place {
  readonly locality: string
  readonly region: string
  readonly postal_code: string
  readonly latitude: number
  readonly longitude: number
  readonly time_zone: string
}

type City = readonly [string, string, string, number, number, string]

const CITIES: readonly City[] = [
  ['Peoria', 'IL', '61602', 40.6936, -89.589, 'America/Chicago'],
  ['Buffalo', 'NY', '14203', 42.8805, -78.8694, 'America/New_York'],
  ['Tacoma', 'WA', '98402', 47.2529, -122.4443, 'America/Los_Angeles'],
  ['Boulder', 'CO', '80302', 40.015, -105.2705, 'America/Denver'],
  ['Salem', 'MA', '01970', 42.5195, -70.8967, 'America/New_York'],
  ['Akron', 'OH', '44308', 41.0814, -81.519, 'America/New_York'],
  ['Albany', 'NY', '12207', 42.6526, -73.7562, 'America/New_York'],
  ['Albuquerque', 'NM', '87102', 35.0844, -106.6504, 'America/Denver'],
  ['Anchorage', 'AK', '99501', 61.2181, -149.9003, 'America/Anchorage'],
  ['Asheville', 'NC', '28801', 35.5951, -82.5515, 'America/New_York'],
  ['Austin', 'TX', '78701', 30.2672, -97.7431, 'America/Chicago'],
  ['Baton Rouge', 'LA', '70801', 30.4515, -91.1871, 'America/Chicago'],
  ['Billings', 'MT', '59101', 45.7833, -108.5007, 'America/Denver'],
  ['Boise', 'ID', '83702', 43.615, -116.2023, 'America/Boise'],
  ['Burlington', 'VT', '05401', 44.4759, -73.2121, 'America/New_York'],
  ['Charleston', 'SC', '29401', 32.7765, -79.9311, 'America/New_York'],
  ['Chattanooga', 'TN', '37402', 35.0456, -85.3097, 'America/New_York'],
  ['Dayton', 'OH', '45402', 39.7589, -84.1916, 'America/New_York'],
  ['Des Moines', 'IA', '50309', 41.5868, -93.625, 'America/Chicago'],
  ['Duluth', 'MN', '55802', 46.7867, -92.1005, 'America/Chicago'],
  ['Durham', 'NC', '27701', 35.994, -78.8986, 'America/New_York'],
  ['El Paso', 'TX', '79901', 31.7619, -106.485, 'America/Denver'],
  ['Eugene', 'OR', '97401', 44.0521, -123.0868, 'America/Los_Angeles'],
  ['Fargo', 'ND', '58102', 46.8772, -96.7898, 'America/Chicago'],
  ['Flagstaff', 'AZ', '86001', 35.1983, -111.6513, 'America/Phoenix'],
  ['Fresno', 'CA', '93721', 36.7378, -119.7871, 'America/Los_Angeles'],
  ['Grand Rapids', 'MI', '49503', 42.9634, -85.6681, 'America/Detroit'],
  ['Hartford', 'CT', '06103', 41.7658, -72.6734, 'America/New_York'],
  ['Knoxville', 'TN', '37902', 35.9606, -83.9207, 'America/New_York'],
  ['Lincoln', 'NE', '68508', 40.8136, -96.7026, 'America/Chicago'],
  ['Little Rock', 'AR', '72201', 34.7465, -92.2896, 'America/Chicago'],
  ['Louisville', 'KY', '40202', 38.2527, -85.7585, 'America/Kentucky/Louisville'],
  ['Madison', 'WI', '53703', 43.0731, -89.4012, 'America/Chicago'],
  ['Mobile', 'AL', '36602', 30.6954, -88.0399, 'America/Chicago'],
  ['Omaha', 'NE', '68102', 41.2565, -95.9345, 'America/Chicago'],
  ['Portland', 'ME', '04101', 43.6591, -70.2568, 'America/New_York'],
  ['Providence', 'RI', '02903', 41.824, -71.4128, 'America/New_York'],
  ['Reno', 'NV', '89501', 39.5296, -119.8138, 'America/Los_Angeles'],
  ['Richmond', 'VA', '23219', 37.5407, -77.436, 'America/New_York'],
  ['Rochester', 'NY', '14604', 43.1566, -77.6088, 'America/New_York'],
  ['Santa Fe', 'NM', '87501', 35.687, -105.9378, 'America/Denver'],
  ['Savannah', 'GA', '31401', 32.0809, -81.0912, 'America/New_York'],
  ['Spokane', 'WA', '99201', 47.6588, -117.426, 'America/Los_Angeles'],
  ['Topeka', 'KS', '66603', 39.0473, -95.6752, 'America/Chicago'],
  ['Tucson', 'AZ', '85701', 32.2226, -110.9747, 'America/Phoenix'],
  ['Tulsa', 'OK', '74103', 36.154, -95.9928, 'America/Chicago'],
  ['Worcester', 'MA', '01608', 42.2626, -71.8023, 'America/New_York'],
  ['Yonkers', 'NY', '10701', 40.9312, -73.8988, 'America/New_York'],
]

export const places: readonly Place[] = CITIES.map(
  ([locality, region, postal_code, latitude, longitude, time_zone]) => ({
    locality,
    region,
    postal_code,
    latitude,
    longitude,
    time_zone,
  }),
)

export function placeNamed(locality: string): Place {
  const place = places.find((each) => each.locality === locality)
  if (place === undefined) throw new Error(`${locality} is not one of the places in places.ts`)
  return place
}
